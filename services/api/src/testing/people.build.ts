import { loginCookie } from '@convomatic/contracts';
import type { User } from '@convomatic/contracts';
import type { PlatformRole, TeamRole } from '@convomatic/contracts/names';
import request from 'supertest';
import type { Test } from 'supertest';
import { openLogin } from '../logins/index.ts';
import { insertMembership } from '../memberships/index.ts';
import { createTeam } from '../teams/index.ts';
import { insertUser } from '../users/index.ts';
import type { TestApi } from './api.ts';

/** A signed-in person, who asks the api with the cookie of a login. */
export type Person = {
  user: User;
  loginId: number;
  token: string;
  get: (path: string) => Test;
  post: (path: string, body?: object) => Test;
  patch: (path: string, body: object) => Test;
  delete: (path: string) => Test;
};

let count = 0;

export const buildPerson = async (api: TestApi, platform_role: PlatformRole = 'user'): Promise<Person> => {
  count += 1;
  const name = `Person ${String(count)}`;
  const user = await insertUser(api.knex, {
    name,
    email: `person${String(count)}@example.org`,
    platform_role,
    is_proved: true,
  });
  if (!user) throw new Error('the address is taken');
  const login = await openLogin(api.knex, {
    user_id: user.id,
    method: 'link',
    userAgent: 'test',
    address: null,
  });
  // What a browser adds to a request of one of our pages.
  const withCookie = (test: Test): Test =>
    test.set({ cookie: `${loginCookie}=${login.token}`, origin: api.publicUrl });
  const client = request(api.app);
  return {
    user,
    loginId: login.id,
    token: login.token,
    get: (path) => withCookie(client.get(path)),
    post: (path, body) => withCookie(body ? client.post(path).send(body) : client.post(path)),
    patch: (path, body) => withCookie(client.patch(path).send(body)),
    delete: (path) => withCookie(client.delete(path)),
  };
};

export type TestTeam = Record<TeamRole, Person> & { id: number; stranger: Person };

/** A team with somebody of each role, and somebody who has another team. */
export const buildTeam = async (api: TestApi): Promise<TestTeam> => {
  const [owner, editor, observer, stranger] = await Promise.all([
    buildPerson(api),
    buildPerson(api),
    buildPerson(api),
    buildPerson(api),
  ]);
  const team = await api.components.unitOfWork((work) =>
    createTeam(work, { name: 'Team', owner: owner.user }),
  );
  await api.components.unitOfWork((work) => createTeam(work, { name: 'Other team', owner: stranger.user }));
  const members = { editor, observer };
  for (const [role, { user }] of Object.entries(members)) {
    const membership = { group_id: team.id, user_id: user.id, role: role as TeamRole, name: user.name };
    await insertMembership(api.knex, membership);
  }
  return { id: team.id, owner, editor, observer, stranger };
};
