import { userRoom } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { nothingHere, requirePermission } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { requireSession } from '../sessions/index.ts';
import type { SessionAccess } from '../sessions/index.ts';
import { findGroupKind } from './records.repository.ts';

/** A participant's token opens its session and not the person's own room, where other studies tell of themselves. */
const requireOwnRoom = ({ user_id, login_id }: Caller, room: string): void => {
  if (login_id === null || room !== userRoom(user_id)) throw nothingHere();
};

/**
 * Who hears a room now may read it. To everybody else it is not there. Answers what the caller is to the session, where
 * it is one.
 */
export const requireRoom = async (trx: Knex, caller: Caller, room: string): Promise<SessionAccess | null> => {
  const [, kind, digits] = /^(group|user)-(\d+)$/.exec(room) ?? [];
  if (kind !== 'group') {
    requireOwnRoom(caller, room);
    return null;
  }
  const id = Number(digits);
  const group = await findGroupKind(trx, id);
  if (!group) throw nothingHere();
  if (group === 'session') return requireSession(trx, caller, id);
  await requirePermission(trx, caller, { team_id: id, action: 'team.read' });
  return null;
};
