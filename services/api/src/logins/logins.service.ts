import type { User } from '@convomatic/contracts';
import { userRoom } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import { queueMail } from '../mails/index.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { createTeam, findFirstTeamOf } from '../teams/index.ts';
import { insertUser, lockUserByEmail } from '../users/index.ts';
import { consumeLoginLink, issueLoginLink, linkMinutes } from './login-links.ts';
import { revokeLogin } from './logins.repository.ts';
import { openLogin } from './open-login.ts';
import { signInMail, signInUrl } from './sign-in-mail.ts';

type Needs = {
  unitOfWork: UnitOfWork;
  publicUrl: string;
  /** Ends what the login's channel token opens. */
  endChannelToken: (loginId: number) => Promise<void>;
};

export type SignedIn = { user: User; token: string };

const nameFrom = (email: string): string => email.split('@', 1)[0] ?? email;

/** Somebody who proves an address for the first time is a new user. */
const findOrAddUser = async ({ trx }: Work, email: string): Promise<User> => {
  await insertUser(trx, { name: nameFrom(email), email, platform_role: 'user' });
  const user = await lockUserByEmail(trx, email);
  if (!user) throw new AppError('token_invalid', 'This address can no longer sign in.');
  return user;
};

/** Without a team there would be nothing to do after signing in. */
const ensureTeam = async (work: Work, user: User): Promise<void> => {
  if (await findFirstTeamOf(work.trx, user.id)) return;
  await createTeam(work, { name: `${user.name}’s team`, owner: user });
};

/** Ends a login for good, inside a unit of work. */
export const endLogin = async (work: Work, login: { id: number; user_id: number }): Promise<void> => {
  if (!(await revokeLogin(work.trx, login.id))) return;
  const room = userRoom(login.user_id);
  const records = { logins: [{ id: login.id }] };
  work.record([room], () => [
    { room, team_id: null, kind: 'login.revoked', records, actor_id: login.user_id },
  ]);
};

export const createLogins = ({ unitOfWork, publicUrl, endChannelToken }: Needs) => ({
  /** The same for every address, known or not, so that nobody learns who has an account. */
  sendLink: (email: string): Promise<void> =>
    unitOfWork(async ({ trx }) => {
      const url = signInUrl(publicUrl, await issueLoginLink(trx, email));
      await queueMail(trx, signInMail({ email, url, minutes: linkMinutes }));
    }),

  signIn: (linkToken: string, userAgent: string | undefined): Promise<SignedIn> =>
    unitOfWork(async (work) => {
      const email = await consumeLoginLink(work.trx, linkToken);
      const user = await findOrAddUser(work, email);
      await ensureTeam(work, user);
      const { token } = await openLogin(work.trx, { user_id: user.id, userAgent });
      return { user, token };
    }),

  signOut: async (login: { id: number; user_id: number }): Promise<void> => {
    await unitOfWork((work) => endLogin(work, login));
    await endChannelToken(login.id);
  },
});

export type Logins = ReturnType<typeof createLogins>;
