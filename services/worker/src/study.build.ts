import { plainSettings, richTextOf } from '@convomatic/contracts';
import type { Snapshot } from '@convomatic/contracts';
import { outcomes, presenceKey } from '@convomatic/contracts/names';
import type { Database } from '@convomatic/kit/database';
import type { Redis } from '@convomatic/kit/redis';

type Knex = Database['knex'];

type Design = { duration_ms: number; group_target: number; offsets: number[] };

const insertTeam = async (knex: Knex): Promise<number> => {
  const { rows } = await knex.raw<{ rows: [{ id: number }] }>(
    `with made as (insert into groups (kind, name) values ('team', 'Team') returning id)
     insert into teams (id) select id from made returning id`,
  );
  return rows[0].id;
};

const snapshotOf = (design: Design, promptIds: number[]): Snapshot => ({
  project: {
    ...plainSettings,
    name: 'Talk',
    language: 'en',
    group_min: 2,
    group_target: design.group_target,
    duration_ms: design.duration_ms,
    waiting_limit_ms: 60_000,
    welcome: richTextOf('Hello'),
    farewell: richTextOf('Goodbye'),
    outcomes: Object.fromEntries(
      outcomes.map((outcome) => [outcome, { code: outcome.toUpperCase(), redirect_url: null, pays: true }]),
    ) as Snapshot['project']['outcomes'],
  },
  prompts: promptIds.map((id, index) => ({
    id,
    rank: index + 1,
    offset_ms: design.offsets[index] ?? 0,
    body: richTextOf(`Prompt ${String(index + 1)}`),
    asset: null,
    conditions: [],
    roles: [],
  })),
});

export type LiveProject = { id: number; team_id: number; version_id: number };

/** A live project straight from its rows: shorter talks than the contract allows make short tests. */
export const insertLiveProject = async (knex: Knex, design: Design): Promise<LiveProject> => {
  const team_id = await insertTeam(knex);
  const text = JSON.stringify(richTextOf('Hello'));
  const [project] = await knex('projects')
    .insert({
      team_id,
      slug: `talk-${String(team_id)}`,
      name: 'Talk',
      status: 'live',
      published_number: 1,
      welcome: text,
      farewell: text,
      outcomes: '{}',
    })
    .returning<{ id: number }[]>('id');
  const project_id = project?.id ?? 0;
  const prompts = design.offsets.map((offset_ms, index) => ({
    team_id,
    project_id,
    rank: index + 1,
    offset_ms,
    body: text,
  }));
  const rows = await knex('prompts').insert(prompts).returning<{ id: number }[]>('id');
  const snapshot = JSON.stringify(
    snapshotOf(
      design,
      rows.map(({ id }) => id),
    ),
  );
  const [version] = await knex('versions')
    .insert({ team_id, project_id, number: 1, snapshot })
    .returning<{ id: number }[]>('id');
  return { id: project_id, team_id, version_id: version?.id ?? 0 };
};

/** People who wait; their user ids. */
export const insertWaiting = async (knex: Knex, project: LiveProject, count: number): Promise<number[]> => {
  const { rows } = await knex.raw<{ rows: { user_id: number }[] }>(
    `with guest as (insert into users (name) select 'Guest' from generate_series(1, :count) returning id)
     insert into participants (team_id, project_id, user_id, version_id, state, waiting_since, waiting_until)
     select :team_id, :id, guest.id, :version_id, 'waiting', clock_timestamp(), clock_timestamp() + interval '1 hour'
     from guest returning user_id`,
    { ...project, count },
  );
  return rows.map(({ user_id }) => user_id);
};

export const bePresent = async (redis: Redis, project: LiveProject, userIds: number[]): Promise<void> => {
  for (const userId of userIds) await redis.zadd(presenceKey(project.id), Date.now(), String(userId));
};
