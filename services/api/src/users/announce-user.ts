import { userRoom } from '@convomatic/contracts/names';
import type { Work } from '../platform/realtime/index.ts';
import { findUser } from './users.repository.ts';

/** Tells the person's own pages what they are called now, and the like. */
export const announceUser = ({ record }: Work, userId: number, actorId = userId): void => {
  const room = userRoom(userId);
  record([room], async (trx) => {
    const user = await findUser(trx, userId);
    const users = user ? [user] : [];
    return [{ room, team_id: null, kind: 'user.updated', records: { users }, actor_id: actorId }];
  });
};
