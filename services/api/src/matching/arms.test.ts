import type { Event } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Jobs } from '../jobs.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { bePresent, buildJobs, buildLiveProject, joinPresent, joinProject } from '../testing/study.build.ts';
import type { Guest } from '../testing/study.build.ts';
import { drawArms } from './arms.ts';

let api: TestApi;
let team: TestTeam;
let jobs: Jobs;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
  jobs = buildJobs(api);
});
afterAll(async () => {
  await jobs.close();
  await api.close();
});

const conditions = [
  { name: 'warm', weight: 1 },
  { name: 'cold', weight: 2 },
];

type Row = {
  session_id: number;
  condition: string;
  role: string;
  seed: string;
  block: number;
  position: number;
};

const assigned = (projectId: number): Promise<Row[]> =>
  api
    .knex('assignments')
    .join('sessions', 'sessions.id', 'session_id')
    .where({ project_id: projectId })
    .orderBy('assignments.id')
    .select<Row[]>('session_id', 'assignments.condition', 'role', 'seed', 'block', 'position');

const runOf = (projectId: number) =>
  api
    .knex('runs')
    .where({ project_id: projectId })
    .orderBy('id', 'desc')
    .first<{ id: number; seed: string }>();

describe('arms', () => {
  it('follow one sequence over all matches of a run, which the record can repeat', async () => {
    const project = await buildLiveProject(team, { conditions });
    for (const people of [2, 6, 4, 2]) {
      await joinPresent(api, project.slug, people);
      expect(await jobs.match()).toBe(people);
    }
    const { seed } = await runOf(project.id);
    const version = await api.knex('versions').where({ project_id: project.id }).first<{ id: number }>('id');
    const expected = drawArms({ seed, version_id: version.id, conditions, drawn: 0 }, 7);
    const rows = await assigned(project.id);
    const bySession = [...Map.groupBy(rows, ({ session_id }) => session_id).values()];
    expect(bySession.map((members) => members.length)).toEqual(expected.map(() => 2));
    for (const [index, members] of bySession.entries()) {
      for (const member of members) expect(member).toMatchObject(expected[index] ?? {});
    }
    const sessions = api.knex('sessions').where({ project_id: project.id }).orderBy('id');
    expect(await sessions.pluck('condition')).toEqual(expected.map(({ condition }) => condition));
  });

  it('are not used up by a match that fails', async () => {
    const project = await buildLiveProject(team, { conditions });
    const guests = await joinPresent(api, project.slug, 2);
    // What the match writes last fails, after the arm was drawn.
    await api.knex.raw(`alter table due_rows add constraint broken check (kind <> 'session_end') not valid`);
    expect(await jobs.match()).toBe(0);
    await api.knex.raw('alter table due_rows drop constraint broken');
    const { id } = await runOf(project.id);
    expect(await api.knex('draws').where({ run_id: id })).toEqual([]);
    await bePresent(api, guests);
    expect(await jobs.match()).toBe(2);
    expect((await assigned(project.id))[0]).toMatchObject({ block: 0, position: 0 });
  });

  it('and roles are told to the team, and to nobody who takes part', async () => {
    const project = await buildLiveProject(team, { conditions, roles: ['speaker', 'listener'] });
    const guests = await joinPresent(api, project.slug, 2);
    await jobs.match();
    const rows = await assigned(project.id);
    expect(rows.map(({ role }) => role).toSorted()).toEqual(['listener', 'speaker']);
    const last = (await listRoomEvents(api.knex, `group-${String(team.id)}`)).at(-1);
    expect(last).toMatchObject({ kind: 'session.assigned', records: { assignments: rows } });
    const seen: Event[] = [];
    for (const room of [`group-${String(rows[0]?.session_id)}`, ...guests.map(roomOf)]) {
      seen.push(...(await listRoomEvents(api.knex, room)));
    }
    const boots = await Promise.all(guests.map(async (guest) => (await guest.get('/api/boot')).text));
    expect(JSON.stringify(seen) + boots.join()).not.toMatch(/speaker|listener|warm|cold/);
  });
});

const roomOf = ({ user_id }: Guest): string => `user-${String(user_id)}`;

describe('groups', () => {
  it('are formed within a run', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    const early = await joinProject(api, project.slug);
    const { id } = await runOf(project.id);
    await team.editor.post(`/api/runs/${String(id)}/close`).expect(200);
    await team.editor.post(`/api/projects/${String(project.id)}/runs`, { label: 'Second run' }).expect(201);
    const late = await joinProject(api, project.slug);
    expect(late.participant.run_id).not.toBe(early.participant.run_id);
    await bePresent(api, [early, late]);
    expect(await jobs.match()).toBe(0);
    expect((await late.get('/api/participants/me/waiting')).body).toMatchObject({ present: 1, missing: 1 });
    await joinPresent(api, project.slug, 1);
    await bePresent(api, [early, late]);
    expect(await jobs.match()).toBe(2);
    const run = api.knex('sessions').where({ project_id: project.id });
    expect(await run.pluck('run_id')).toEqual([late.participant.run_id]);
  });

  it('keep the queue that they came from once, however many they are', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    const guests = await joinPresent(api, project.slug, 7);
    await jobs.match();
    const formings = api.knex('formings').where({ project_id: project.id });
    const [forming, ...more] = await formings.select<{ queue: number[]; present: number[] }[]>();
    expect(more).toEqual([]);
    expect(forming?.queue).toEqual(guests.map(({ participant }) => participant.id));
    expect(forming?.present).toEqual(forming?.queue);
  });

  it('call people as they asked to be called, and never two alike', async () => {
    const project = await buildLiveProject(team, { naming: 'asked', group_target: 3 });
    const names = ['Ada', 'Grace', 'Ada Lovelace'];
    const guests: Guest[] = [];
    for (const name of names) guests.push(await joinProject(api, project.slug, { name }));
    await bePresent(api, guests);
    expect(await jobs.match()).toBe(3);
    const [session] = await api.knex('sessions').where({ project_id: project.id }).pluck<number[]>('id');
    const members = api.knex('memberships').where({ group_id: session }).orderBy('id');
    expect(await members.pluck('name')).toEqual(names);
  });
});
