import type { User } from '@convomatic/contracts';
import { endLogin, listLoginsByAgent, openLogin } from '../logins/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { createTeam, findFirstTeamOf } from '../teams/index.ts';
import { findFirstAdmin, insertUser } from '../users/index.ts';

const localAgent = 'local start';

export type FirstOwner = { user: User; teamId: number; login: { id: number; token: string } };

const addFirstAdmin = async ({ trx }: Work, email: string): Promise<User> => {
  // Whoever starts the machine says whose it is; no mail has to prove it.
  const owner = { name: 'First owner', email, platform_role: 'admin', is_proved: true } as const;
  const user = await insertUser(trx, owner);
  if (!user)
    throw new Error(`${email} belongs to somebody who is no admin; set OWNER_EMAIL to another address`);
  return user;
};

/** The login of the last start ends, so that one such token is valid at a time. */
const replaceLogin = async (work: Work, user_id: number): Promise<FirstOwner['login']> => {
  const former = await listLoginsByAgent(work.trx, user_id, localAgent);
  for (const id of former) await endLogin(work, { id, user_id });
  return openLogin(work.trx, { user_id, method: 'seed', userAgent: localAgent, address: null });
};

/** The platform's first admin, with a team and a fresh login for the tools of this machine. */
export const ensureOwner = (unitOfWork: UnitOfWork, email: string): Promise<FirstOwner> =>
  unitOfWork(async (work) => {
    const user = (await findFirstAdmin(work.trx)) ?? (await addFirstAdmin(work, email));
    const team =
      (await findFirstTeamOf(work.trx, user.id)) ??
      (await createTeam(work, { name: 'First team', owner: user }));
    return { user, teamId: team.id, login: await replaceLogin(work, user.id) };
  });

export const callerOfOwner = ({ user, login }: FirstOwner): Caller => ({
  user_id: user.id,
  name: user.name,
  platform_role: user.platform_role,
  login_id: login.id,
  participant: null,
  request: null,
});
