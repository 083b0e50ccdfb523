import type { Boot, Project } from '@convomatic/contracts';
import { loginCookie, richTextOf } from '@convomatic/contracts';
import { presenceKey } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { hashToken, newToken } from '@convomatic/kit/tokens';
import { createDoor } from '../clients/index.ts';
import type { Identity } from '../clients/index.ts';
import type { System } from './system.ts';

const groupSize = 5;
const joinsAtOnce = 16;
const hourMs = 3_600_000;

export type Speaker = { userId: number; sessionId: number; token: string; channelToken: string };
export type Observer = { userId: number; identity: Identity };

export type People = {
  project: Project;
  speakers: Speaker[];
  observers: Observer[];
  sessionIds: number[];
  /** The owner of the team. */
  owner: ReturnType<typeof createDoor>;
  /** What must stand in no log line. */
  secrets: Set<string>;
};

type Needs = Pick<System, 'apis' | 'database' | 'redis' | 'ownerToken' | 'publicUrl'>;
type Wanted = { speakers: number; observers: number };

const loginOf = (token: string, origin: string): Identity => ({ cookie: `${loginCookie}=${token}`, origin });

/** A live project whose talks outlast the run. */
const openProject = async (owner: People['owner']): Promise<Project> => {
  const { groups } = await owner('GET /api/boot');
  const team_id = groups.find(({ kind }) => kind === 'team')?.id ?? 0;
  const { project } = await owner('POST /api/teams/:team_id/projects', {
    params: { team_id },
    body: { name: 'Faults' },
  });
  const params = { project_id: project.id };
  await owner('PATCH /api/projects/:project_id', {
    params,
    body: {
      version: project.version,
      group_min: groupSize,
      group_target: groupSize,
      duration_ms: hourMs,
      waiting_limit_ms: hourMs,
    },
  });
  const prompt = { body: richTextOf('What is on your mind?'), offset_ms: 0 };
  await owner('POST /api/projects/:project_id/prompts', { params, body: prompt });
  await owner('POST /api/projects/:project_id/publish', { params });
  return (await owner('GET /api/projects/:project_id', { params })).project;
};

type Joined = { participant_token: string; boot: Boot };

const joinAll = async (urls: string[], { slug }: Project, count: number): Promise<Joined[]> => {
  const joined: Joined[] = [];
  let left = count;
  const lane = async (first: number): Promise<void> => {
    const call = createDoor({ urls, first });
    while (left-- > 0) joined.push(await call('POST /api/sessions/join', { body: { slug } }));
  };
  await Promise.all(Array.from({ length: joinsAtOnce }, (_, index) => lane(index)));
  return joined;
};

/** Signs of life for who waits, as an answering page would give, until the worker has put everyone into a talk. */
const matchAll = async ({ database, redis }: Needs, project: Project, joined: Joined[]) => {
  const ids = joined.map(({ boot }) => boot.user.id);
  await until(
    async () => {
      await redis.zadd(presenceKey(project.id), ...ids.flatMap((id) => [Date.now(), id]));
      const [row] = await database
        .knex('participants')
        .whereNotNull('session_id')
        .count<{ count: number }[]>();
      return Number(row?.count) === ids.length;
    },
    { what: 'a talk for everybody', deadlineMs: 60_000, intervalMs: 200 },
  );
  const rows = await database
    .knex('participants')
    .where({ project_id: project.id })
    .select<{ user_id: number; session_id: number }[]>('user_id', 'session_id');
  return new Map(rows.map(({ user_id, session_id }) => [user_id, session_id]));
};

/** Rows as signing in and accepting an invitation leave them. */
const addObservers = async ({ database, publicUrl }: Needs, team_id: number, count: number) => {
  const tokens = Array.from({ length: count }, newToken);
  const observers = await Promise.all(
    tokens.map(async (token, index): Promise<Observer> => {
      const name = `Observer ${String(index + 1)}`;
      const { rows } = await database.knex.raw<{ rows: [{ id: number }] }>(
        `with person as (
           insert into users (name, email, platform_role, email_proved_at)
           values (:name, :email, 'user', clock_timestamp()) returning id
         ), login as (
           insert into logins (user_id, token_hash, method, user_agent, expires_at)
           select id, :hash, 'link', 'faults', clock_timestamp() + interval '1 day' from person
         )
         insert into memberships (group_id, user_id, role, name)
         select :team_id, id, 'observer', :name from person returning user_id as id`,
        { name, email: `observer${String(index)}@example.org`, hash: hashToken(token), team_id },
      );
      return { userId: rows[0].id, identity: loginOf(token, publicUrl) };
    }),
  );
  return { observers, tokens };
};

/** Everybody who takes part: participants join through the api and are matched by the worker. */
export const gather = async (system: Needs, wanted: Wanted): Promise<People> => {
  const urls = system.apis.map(({ url }) => url);
  const owner = createDoor({ urls, identity: loginOf(system.ownerToken, system.publicUrl) });
  const project = await openProject(owner);
  const count = Math.max(1, Math.floor(wanted.speakers / groupSize)) * groupSize;
  const joined = await joinAll(urls, project, count);
  const sessions = await matchAll(system, project, joined);
  const { observers, tokens } = await addObservers(system, project.team_id, wanted.observers);
  const speakers = joined.map(({ participant_token: token, boot }) => ({
    userId: boot.user.id,
    sessionId: sessions.get(boot.user.id) ?? 0,
    token,
    channelToken: boot.channel_token,
  }));
  return {
    project,
    speakers,
    observers,
    sessionIds: [...new Set(sessions.values())],
    owner,
    secrets: new Set([
      system.ownerToken,
      ...tokens,
      ...speakers.flatMap(({ token, channelToken }) => [token, channelToken]),
    ]),
  };
};
