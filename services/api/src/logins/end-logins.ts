import { userRoom } from '@convomatic/contracts/names';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { Work } from '../platform/realtime/index.ts';
import { endEmailChanges } from '../users/index.ts';
import { listOpenLogins, revokeLogin } from './logins.repository.ts';

type Login = { id: number; user_id: number };

export type Actor = Pick<Caller, 'user_id' | 'name' | 'request'>;

/**
 * Ends a login for good, inside a unit of work; false when it was over before. Its channel token is ended after the
 * commit, by whoever runs the unit.
 */
export const endLogin = async (work: Work, login: Login): Promise<boolean> => {
  if (!(await revokeLogin(work.trx, login.id))) return false;
  const room = userRoom(login.user_id);
  const records = { logins: [{ id: login.id }] };
  work.record([room], () => [
    { room, team_id: null, kind: 'login.revoked', records, actor_id: login.user_id },
  ]);
  return true;
};

type Ending = { user_id: number; except: number | null; actor: Actor };

/** Ends logins and writes down who did; answers their ids, for the ending of their channel tokens after the commit. */
export const endLogins = async (work: Work, logins: Login[], actor: Actor): Promise<number[]> => {
  const ended: number[] = [];
  for (const login of logins) {
    if (!(await endLogin(work, login))) continue;
    ended.push(login.id);
    const subject = { type: 'login', id: login.id };
    await audit(work.trx, actor, { action: 'login.revoke', team_id: null, subject });
  }
  return ended;
};

/** All logins of a person, but for one that may stay, and what any of them may have begun that would be a way in. */
export const endLoginsOf = async (work: Work, { user_id, except, actor }: Ending): Promise<number[]> => {
  const open = await listOpenLogins(work.trx, user_id);
  const ending = open.filter((id) => id !== except).map((id) => ({ id, user_id }));
  await endEmailChanges(work.trx, user_id);
  return endLogins(work, ending, actor);
};
