import type { Access, Endpoint } from '@convomatic/contracts';
import { loginCookie } from '@convomatic/contracts';
import { serviceToken } from '../api.ts';
import type { TestApi } from '../api.ts';
import { buildPerson, buildTeam } from '../people.build.ts';
import { buildLiveProject, buildTalk } from '../study.build.ts';
import { placeholder } from './values-of.ts';

/** Somebody for each kind of access, and the rows that they may use. */
export type World = {
  headersFor: (access: Access) => Record<string, string>;
  /** The path with a row's id, or a name, in the place of each parameter that is not given. */
  pathOf: (endpoint: Endpoint, params: Record<string, string | undefined>) => string;
  /** A body with its placeholders filled in. */
  fill: (body: string) => string;
};

/** The newest row of the table that a parameter such as `invitation_id` is of. */
const newestIdOf = async ({ knex }: TestApi, parameter: string): Promise<number> => {
  const table = `${parameter.replace(/_id$/, '').replace(/y$/, 'ie')}s`;
  if (!(await knex.schema.hasColumn(table, 'id'))) return 1;
  const row = await knex(table).max<{ max: number | null }>('id as max').first();
  return row?.max ?? 1;
};

const parametersOf = (endpoints: Endpoint[]): string[] => [
  ...new Set(endpoints.flatMap(({ path }) => [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name))),
];

/** A team with a project of prompts in which two people talk, and an admin. */
export const buildWorld = async (api: TestApi, endpoints: Endpoint[]): Promise<World> => {
  const team = await buildTeam(api);
  const settings = { group_min: 2, group_target: 2 };
  const { session, guests, project } = await buildTalk(
    api,
    await buildLiveProject(team, settings, [0, 1_000]),
  );
  const admin = await buildPerson(api, 'admin');
  const known: Record<string, string | number> = {};
  for (const name of parametersOf(endpoints)) known[name] = await newestIdOf(api, name);
  Object.assign(known, {
    ...{ team_id: team.id, project_id: project.id, session_id: session.id },
    ...{ login_id: team.owner.loginId, user_id: team.editor.user.id },
    ...{ slug: project.slug, version: project.version },
    ...{ name: `project-${String(project.id)}-welcome`, provider: 'google' },
  });
  const withCookie = (token: string) => ({
    cookie: `${loginCookie}=${token}`,
    'sec-fetch-site': 'same-origin',
  });
  const participant = { authorization: `Bearer ${guests[0]?.token ?? ''}` };
  const headers: Record<Access, Record<string, string>> = {
    public: {},
    login: withCookie(team.owner.token),
    participant,
    person: participant,
    admin: withCookie(admin.token),
    service: { authorization: `Bearer ${serviceToken}` },
  };
  return {
    headersFor: (access) => headers[access],
    pathOf: ({ path }, params) =>
      path.replaceAll(/:(\w+)/g, (_all, name: string) => params[name] ?? String(known[name] ?? 1)),
    fill: (body) => body.replaceAll(placeholder, (_all, key: string) => JSON.stringify(known[key] ?? 1)),
  };
};
