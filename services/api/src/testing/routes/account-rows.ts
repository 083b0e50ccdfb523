import { hashToken, newToken } from '@convomatic/kit/tokens';
import { randomUUID } from 'node:crypto';
import { issueLoginLink } from '../../login-links/index.ts';
import { openLogin } from '../../logins/index.ts';
import { buildPerson } from '../people.build.ts';
import type { Caller } from './callers.ts';
import { pathOf } from './row.ts';
import type { Rows } from './row.ts';
import type { World } from './world.ts';

const newEmail = (): string => `${randomUUID()}@example.org`;

/** Who has no login of their own looks for one of the owner. */
const userOf = ({ team }: World, { user_id }: Caller): number => user_id ?? team.owner.user.id;

const loginOf = async (world: World, caller: Caller): Promise<string> => {
  const user_id = userOf(world, caller);
  const { id } = await openLogin(world.api.knex, { user_id, method: 'link', userAgent: 'x', address: null });
  return pathOf(id);
};

const identityOf = async (world: World, caller: Caller): Promise<string> => {
  const [row] = await world.api
    .knex('identities')
    .insert({ user_id: userOf(world, caller), provider: 'school', issuer: 'school', subject: randomUUID() })
    .returning<{ id: number }[]>('id');
  return pathOf(row?.id ?? 0);
};

const emailChange = async ({ api }: World): Promise<string> => {
  const { user } = await buildPerson(api);
  const token = newToken();
  await api.knex('email_changes').insert({
    ...{ user_id: user.id, email: newEmail(), token_hash: hashToken(token) },
    expires_at: api.knex.raw("now() + interval '1 hour'"),
  });
  return token;
};

const somebody = async ({ api }: World): Promise<{ user_id: string }> => ({
  user_id: pathOf((await buildPerson(api)).user.id),
});

const own = { team_id: null };

/** Signing in, and what people do with their own account. */
export const accountRows = {
  'GET /api/boot': { ask: () => ({}) },
  'POST /api/login-links': { ask: () => ({ body: { email: newEmail() } }) },
  'POST /api/logins': {
    ask: async ({ api }) => ({ body: { token: await issueLoginLink(api.knex, newEmail()) } }),
  },
  'GET /api/logins': { ask: () => ({}) },
  'PATCH /api/logins/:login_id': {
    ask: async (world, caller) => ({
      ...own,
      params: { login_id: await loginOf(world, caller) },
      body: { name: 'Office' },
    }),
  },
  'DELETE /api/logins/current': { ask: () => own },
  'DELETE /api/logins/:login_id': {
    ask: async (world, caller) => ({ ...own, params: { login_id: await loginOf(world, caller) } }),
  },
  'DELETE /api/logins': {
    ask: async (world, caller) => {
      await loginOf(world, caller);
      return own;
    },
  },
  'POST /api/email-changes': { ask: () => ({ body: { email: newEmail() } }) },
  'POST /api/email-changes/confirm': {
    ask: async (world) => ({ body: { token: await emailChange(world) } }),
  },
  'GET /api/identity-providers': { ask: () => ({}) },
  'POST /api/identity-providers/:provider/start': {
    ask: () => ({ params: { provider: 'school' }, body: {} }),
  },
  'GET /api/identity-providers/:provider/callback': {
    ask: () => ({ params: { provider: 'school' }, query: { state: 'x' } }),
    status: 303,
  },
  'GET /api/identities': { ask: () => ({}) },
  'DELETE /api/identities/:identity_id': {
    ask: async (world, caller) => ({ ...own, params: { identity_id: await identityOf(world, caller) } }),
  },
  'PATCH /api/users/me': { ask: () => ({ ...own, body: { name: `Name ${randomUUID()}` } }) },

  'GET /api/users': { ask: () => ({ ...own, query: {} }), isPersonal: true },
  'PATCH /api/users/:user_id': {
    ask: async (world) => ({ ...own, params: await somebody(world), body: { platform_role: 'staff' } }),
  },
  'POST /api/users/:user_id/block': {
    ask: async (world) => ({ ...own, params: await somebody(world) }),
  },
  'POST /api/users/:user_id/unblock': {
    ask: async (world) => {
      const params = await somebody(world);
      const blocked_at = world.api.knex.fn.now();
      await world.api.knex('users').where({ id: params.user_id }).update({ blocked_at });
      return { ...own, params };
    },
  },
  'DELETE /api/users/:user_id/logins': {
    ask: async (world) => ({ ...own, params: await somebody(world) }),
  },
  'GET /api/audit-entries': { ask: () => ({ query: {} }) },
  'POST /api/notices': { ask: () => ({ ...own, body: { type: 'info', message: 'Hello, all.' } }) },
} satisfies Partial<Rows>;
