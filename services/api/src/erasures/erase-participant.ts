import type { Erasure } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { nothingHere } from '../memberships/index.ts';
import { finishParticipants } from '../outcomes/index.ts';
import { audit } from '../platform/audit.ts';
import type { Actor } from '../platform/audit.ts';
import type { Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { draftErased } from './announce-erased.ts';
import {
  deleteExternalIds,
  deleteNotes,
  deleteTokens,
  emptyMessages,
  emptySeat,
} from './erased-rows.repository.ts';
import { emptyEvents, listRooms, openRoom } from './erased-events.repository.ts';
import { findErasure, insertErasure, lockSeat } from './erasures.repository.ts';
import type { Seat } from './erasures.repository.ts';
import { queueForgetting } from './queue-forgetting.ts';

export type Erasing = { scope: TeamScope; participant_id: number; actor: Actor };

/** The receipt, at the latest when the unit of work is committed; tokens are those that were ended by it. */
export type Erased = { receipt: Erasure | undefined; tokens: number[] };

const requireOver = ({ state }: Seat): void => {
  if (state !== 'active' && state !== 'ready') return;
  const message = 'This person is in a talk. Remove them from it, or wait for its end, and erase them then.';
  throw new AppError('illegal_transition', message);
};

const eraseAll = async (
  trx: Knex,
  { scope, seat, actor }: { scope: TeamScope; seat: Seat; actor: Actor },
): Promise<{ receipt: Erasure; tokens: number[] }> => {
  const rooms = await listRooms(trx, scope, seat);
  const tokens = await deleteTokens(trx, seat);
  const erased = {
    events: await emptyEvents(trx, scope, { rooms, seat }),
    notes: await deleteNotes(trx, scope, seat),
    messages: await emptyMessages(trx, scope, seat),
    external_ids: await deleteExternalIds(trx, scope, seat),
    absences: await emptySeat(trx, scope, seat),
    participant_tokens: tokens.length,
  };
  await queueForgetting(trx, { rooms });
  const { user_id: erased_by } = actor;
  return {
    receipt: await insertErasure(trx, scope, { seat, kind: 'participant', erased_by, erased }),
    tokens,
  };
};

/** A talk that has ended takes nothing more; it is opened for this one event. */
const reopen = async ({ trx, closeRoom }: Work, { session_id }: Seat): Promise<void> => {
  if (session_id === null) return;
  const room = groupRoom(session_id);
  if (await openRoom(trx, room)) closeRoom(room);
};

/** Erases one person; who was erased before gets the same receipt. */
export const eraseParticipant = async (work: Work, erasing: Erasing): Promise<Erased> => {
  const { scope, participant_id, actor } = erasing;
  const { trx, record } = work;
  const { team_id } = scope;
  const seat = await lockSeat(trx, scope, participant_id);
  if (!seat) throw nothingHere();
  const known = await findErasure(trx, scope, { participant_id, kind: 'participant' });
  if (known) return { receipt: known, tokens: [] };
  requireOver(seat);
  await reopen(work, seat);
  const erased: Erased = { receipt: undefined, tokens: [] };
  const rooms = [groupRoom(team_id), userRoom(seat.user_id)];
  if (seat.session_id !== null) rooms.push(groupRoom(seat.session_id));
  // Behind the locks of the rooms: what somebody says at this moment is said before, and erased, or refused.
  record(rooms, async (reader) => {
    Object.assign(erased, await eraseAll(reader, { scope, seat, actor }));
    return draftErased(reader, { seat, actor_id: actor.user_id });
  });
  await finishParticipants(work, { by: 'id', ids: [participant_id], outcome: 'removed' });
  const subject = { type: 'participant', id: participant_id };
  await audit(trx, actor, { action: 'participant.erase', team_id, subject });
  return erased;
};
