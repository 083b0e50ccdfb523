import type { Place } from '@convomatic/contracts';
import { presenceKey } from '@convomatic/contracts/names';
import { createLogger } from '@convomatic/kit/logger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createJobs } from '../jobs.ts';
import type { Jobs } from '../jobs.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import {
  bePresent,
  buildJobs,
  buildLiveProject,
  joinPresent,
  joinProject,
  makeDue,
} from '../testing/study.build.ts';
import type { Guest } from '../testing/study.build.ts';

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

type Row = { id: number; user_id: number; state: string; session_id: number | null; outcome: string | null };

const people = async (projectId: number): Promise<Row[]> =>
  api
    .knex<Row>('participants')
    .where('project_id' as never, projectId)
    .orderBy('id')
    .select('id', 'user_id', 'state', 'session_id', 'outcome');

const bySession = async (projectId: number): Promise<number[][]> => {
  const active = (await people(projectId)).filter(({ session_id }) => session_id !== null);
  return [...Map.groupBy(active, ({ session_id }) => session_id).values()].map((rows) =>
    rows.map(({ id }) => id),
  );
};

const placeOf = async (guest: Guest | undefined): Promise<Place> => {
  const answer = await guest?.get('/api/boot').expect(200);
  return (answer?.body as { place: Place }).place;
};

const idOf = ({ participant }: Guest): number => participant.id;

const sessionOf = async (projectId: number) => {
  const sessions = api.knex('sessions').where({ project_id: projectId });
  const columns = ['id', 'state', 'started_at', 'ends_at'];
  return sessions.first<{ id: number; state: string; started_at: string; ends_at: string }>(...columns);
};

const dueTimes = (kind: string, subjectIds: number[]): Promise<string[]> =>
  api
    .knex('due_rows')
    .where({ kind })
    .whereIn('subject_id', subjectIds)
    .orderBy('due_at')
    .pluck<string[]>('due_at');

/** Jobs of a worker that does something else between reading the queue and locking those who wait. */
const jobsThatPause = (meanwhile: () => Promise<unknown>): Jobs => {
  const redis = new Proxy(api.redis, {
    get: (target, name) =>
      name === 'zmscore'
        ? async (key: string, members: string[]) => {
            await meanwhile();
            return target.zmscore(key, members);
          }
        : (Reflect.get(target, name) as unknown),
  });
  const logger = createLogger({ service: 'test', level: 'silent' });
  return createJobs({
    database: api.database,
    redis,
    logger,
    config: { MAIL_FROM: 'test@example.org', EVENTS_RETENTION_DAYS: 30 },
  });
};

describe('matching', () => {
  it('forms full groups alone, oldest first, and starts their sessions', async () => {
    const project = await buildLiveProject(team, { group_target: 3, duration_ms: 60_000 }, [1_000, 2_000]);
    const guests = await joinPresent(api, project.slug, 7);
    expect(await jobs.match()).toBe(6);
    expect(await bySession(project.id)).toEqual([guests.slice(0, 3).map(idOf), guests.slice(3, 6).map(idOf)]);
    expect((await people(project.id)).at(-1)).toMatchObject({ state: 'waiting', session_id: null });
    expect(await jobs.match()).toBe(0);
  });

  it('starts the clock with the session: its end, its prompts and what is due for them', async () => {
    const project = await buildLiveProject(team, { group_target: 2, duration_ms: 60_000 }, [0, 2_500]);
    await joinPresent(api, project.slug, 2);
    await jobs.match();
    const session = await sessionOf(project.id);
    const since = (time: string) => Date.parse(time) - Date.parse(session.started_at);
    expect(session.state).toBe('active');
    expect(since(session.ends_at)).toBe(60_000);
    const deliveries = await api
      .knex('prompt_deliveries')
      .where({ session_id: session.id })
      .orderBy('rank')
      .select<{ id: number; due_at: string; text: string }[]>('id', 'due_at', 'text');
    expect(deliveries.map(({ due_at, text }) => [since(due_at), text])).toEqual([
      [0, 'What comes after 0 ms?'],
      [2_500, 'What comes after 2500 ms?'],
    ]);
    const due = [
      ...(await dueTimes(
        'prompt',
        deliveries.map(({ id }) => id),
      )),
      ...(await dueTimes('session_end', [session.id])),
    ];
    expect(due.map(since)).toEqual([0, 2_500, 60_000]);
  });

  it('tells each person, the session and the team, and keeps why', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    const absent = await joinProject(api, project.slug);
    const guests = await joinPresent(api, project.slug, 2);
    await jobs.match();
    const [first] = guests;
    const { participant, session: view } = await placeOf(first);
    const memberships = view?.memberships ?? [];
    expect(new Set(memberships.map(({ name }) => name)).size).toBe(2);
    const last = async (room: string) => (await listRoomEvents(api.knex, room)).at(-1);
    expect(await last(`user-${String(participant.user_id)}`)).toMatchObject({
      kind: 'membership.created',
      records: {
        memberships: memberships.filter(({ user_id }) => user_id === participant.user_id),
        participants: [participant],
      },
    });
    const started = { kind: 'session.started', records: { sessions: [view?.session], memberships } };
    expect(await last(`group-${String(participant.session_id)}`)).toMatchObject(started);
    expect((await listRoomEvents(api.knex, `group-${String(team.id)}`)).at(-2)).toMatchObject(started);
    expect(await last(`group-${String(team.id)}`)).toMatchObject({
      kind: 'session.assigned',
      records: { assignments: guests.map(({ user_id }) => ({ user_id, reason: 'full_group', role: null })) },
    });
    const assigned = api.knex('assignments').where({ session_id: participant.session_id });
    const formings = await assigned.join('formings', 'formings.id', 'forming_id').select<object[]>();
    expect(formings).toHaveLength(2);
    expect(formings[0]).toMatchObject({
      reason: 'full_group',
      queue: [idOf(absent), ...guests.map(idOf)],
      present: guests.map(idOf),
    });
  });

  it('passes over the absent, who keep their place', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    const first = await joinProject(api, project.slug);
    const others = await joinPresent(api, project.slug, 2);
    await jobs.match();
    expect(await bySession(project.id)).toEqual([others.map(idOf)]);
    const [late] = await joinPresent(api, project.slug, 1);
    await api.redis.zadd(presenceKey(project.id), Date.now() - 11_000, String(first.user_id));
    expect(await jobs.match()).toBe(0);
    await bePresent(api, [first]);
    expect(await jobs.match()).toBe(2);
    expect((await bySession(project.id))[0]).toEqual(
      [idOf(first), late ? idOf(late) : 0].toSorted((a, b) => a - b),
    );
  });

  it('puts nobody into two sessions and loses nobody when two workers match at once', async () => {
    const project = await buildLiveProject(team, { group_target: 3 });
    const other = buildJobs(api);
    const guests = await joinPresent(api, project.slug, 20);
    const more = Promise.all(Array.from({ length: 10 }, () => joinPresent(api, project.slug, 1)));
    for (let turn = 0; turn < 6; turn += 1) await Promise.all([jobs.match(), other.match(), jobs.match()]);
    guests.push(...(await more).flat());
    await Promise.all([jobs.match(), other.match()]);
    await jobs.match();
    const groups = await bySession(project.id);
    expect(groups.map((group) => group.length)).toEqual(Array.from({ length: 10 }, () => 3));
    expect(groups.flat().toSorted((a, b) => a - b)).toEqual(guests.map(idOf).toSorted((a, b) => a - b));
    const assigned = await api
      .knex('assignments')
      .whereIn('participant_id', guests.map(idOf))
      .pluck<number[]>('participant_id');
    expect(assigned.toSorted((a, b) => a - b)).toEqual(guests.map(idOf).toSorted((a, b) => a - b));
    await other.close();
  });

  it('forms no group of which a member left after the queue was read', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    const guests = await joinPresent(api, project.slug, 4);
    const slow = jobsThatPause(async () => guests[0]?.post('/api/participants/me/leave').expect(200));
    expect(await slow.match()).toBe(2);
    expect(await bySession(project.id)).toEqual([guests.slice(2).map(idOf)]);
    expect((await people(project.id)).map(({ state }) => state)).toEqual([
      'finished',
      'waiting',
      'active',
      'active',
    ]);
    await slow.close();
  });

  it('lets a second worker pass by while one is at a queue', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    await joinPresent(api, project.slug, 2);
    const seen: number[] = [];
    const slow = jobsThatPause(async () => seen.push(await jobs.match()));
    expect(await slow.match()).toBe(2);
    expect(seen).toEqual([0]);
    await slow.close();
  });

  it('waits while Redis is away, and goes on when it is back and people are there', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    const guests = await joinPresent(api, project.slug, 2);
    await api.redisServer.kill();
    await expect(jobs.match()).rejects.toThrow();
    await api.redisServer.restart();
    expect((await people(project.id)).every(({ state }) => state === 'waiting')).toBe(true);
    await new Promise<void>((resolve) => {
      if (api.redis.status === 'ready') resolve();
      else
        api.redis.once('ready', () => {
          resolve();
        });
    });
    await bePresent(api, guests);
    expect(await jobs.match()).toBe(2);
  });

  it('leaves the queue of a paused project as it is', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    await joinPresent(api, project.slug, 2);
    await api.knex('projects').where({ id: project.id }).update({ status: 'paused' });
    expect(await jobs.match()).toBe(0);
  });
});

describe('the waiting limit', () => {
  const reach = async (guests: Guest[]): Promise<number> => {
    const ids = guests.map(idOf);
    await api
      .knex('participants')
      .whereIn('id', ids)
      .update({ waiting_until: api.knex.raw('clock_timestamp()') });
    return (await jobs.dueRows.claim('waiting_limit', await makeDue(api, 'waiting_limit', ids))).length;
  };

  it('starts a smaller group when enough people are there', async () => {
    const project = await buildLiveProject(team, { group_min: 2, group_target: 4 });
    const guests = await joinPresent(api, project.slug, 3);
    expect(await reach(guests.slice(0, 1))).toBe(1);
    expect(await bySession(project.id)).toEqual([guests.map(idOf)]);
    const formings = api.knex('formings').where({ project_id: project.id });
    expect(await formings.pluck('reason')).toEqual(['waiting_limit']);
  });

  it('ends the wait of one person alone with an outcome, and of nobody else', async () => {
    const project = await buildLiveProject(team, { group_min: 3, group_target: 3 });
    const guests = await joinPresent(api, project.slug, 2);
    await reach(guests.slice(0, 1));
    expect((await placeOf(guests[0])).participant).toMatchObject({
      state: 'finished',
      outcome: 'waited_too_long',
      completion_code: project.outcomes.waited_too_long.code,
    });
    expect((await people(project.id))[1]).toMatchObject({ state: 'waiting' });
  });

  it('ends the wait of somebody who is absent, though others are there', async () => {
    const project = await buildLiveProject(team, { group_min: 2, group_target: 4 });
    const absent = await joinProject(api, project.slug);
    await joinPresent(api, project.slug, 2);
    await reach([absent]);
    expect((await people(project.id)).map(({ state }) => state)).toEqual(['finished', 'waiting', 'waiting']);
  });

  it('does nothing for somebody who was matched in time, and nothing a second time', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    const guests = await joinPresent(api, project.slug, 2);
    await jobs.match();
    expect(await reach(guests)).toBe(2);
    expect(await reach(guests)).toBe(0);
    expect((await people(project.id)).map(({ state }) => state)).toEqual(['active', 'active']);
  });
});
