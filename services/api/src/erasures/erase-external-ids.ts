import type { Erasure } from '@convomatic/contracts';
import { nothingHere } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Work } from '../platform/realtime/index.ts';
import type { Erasing } from './erase-participant.ts';
import { deleteExternalIds } from './erased-rows.repository.ts';
import { findErasure, insertErasure, lockSeat } from './erasures.repository.ts';

const nothing = { messages: 0, events: 0, absences: 0, notes: 0, participant_tokens: 0 };

/** No event holds external ids, so none has to be told. */
export const eraseExternalIds = async ({ trx }: Work, erasing: Erasing): Promise<Erasure> => {
  const { scope, participant_id, actor } = erasing;
  const kind = 'external_ids';
  const seat = await lockSeat(trx, scope, participant_id);
  if (!seat) throw nothingHere();
  const known = await findErasure(trx, scope, { participant_id, kind });
  if (known) return known;
  const erased = { ...nothing, external_ids: await deleteExternalIds(trx, scope, seat) };
  await audit(trx, actor, {
    ...{ action: 'participant.erase', team_id: scope.team_id, fields: [kind] },
    subject: { type: 'participant', id: participant_id },
  });
  return insertErasure(trx, scope, { seat, kind, erased_by: actor.user_id, erased });
};
