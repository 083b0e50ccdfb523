import type { Session, SessionView } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import type { Jobs } from '../jobs.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { applyEventsSince, listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildJobs, buildLiveProject, buildTalk, makeDue } from '../testing/study.build.ts';
import type { Talk } from '../testing/study.build.ts';

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

const startTalk = async (offsets = [0, 20_000, 40_000]): Promise<Talk> =>
  buildTalk(api, await buildLiveProject(team, {}, offsets));

const pause = async ({ path }: Talk): Promise<Session> =>
  ((await team.editor.post(`${path}/pause`).expect(200)).body as { session: Session }).session;
const resume = async ({ path }: Talk): Promise<Session> =>
  ((await team.editor.post(`${path}/resume`).expect(200)).body as { session: Session }).session;

/** Lets the pause have begun so much earlier than it did. */
const pausedFor = (talk: Talk, ms: number) =>
  api
    .knex('sessions')
    .where({ id: talk.session.id })
    .update({ paused_at: api.knex.raw("paused_at - ? * interval '1 ms'", [ms]) });

const deliveriesOf = ({ session }: Talk) =>
  api
    .knex('prompt_deliveries')
    .where({ session_id: session.id })
    .orderBy('rank')
    .select<{ id: number; due_at: string; seq: number | null }[]>('id', 'due_at', 'seq');

const dueTimes = async (kind: string, subjectIds: number[]): Promise<number[]> => {
  const rows = await api
    .knex('due_rows')
    .where({ kind })
    .whereIn('subject_id', subjectIds)
    .orderBy('id')
    .pluck<string[]>('due_at');
  return rows.map((at) => Date.parse(at));
};

const say = ({ path, guests }: Talk, body: string) =>
  guests[0]?.post(`${path}/messages`, { client_id: randomUUID(), type: 'text', body });

const kindsIn = async ({ session }: Talk): Promise<string[]> =>
  (await listRoomEvents(api.knex, groupRoom(session.id))).map(({ kind }) => kind);

describe('a session that pauses for a minute', () => {
  it('gives every later prompt, and ends, a minute later', async () => {
    const talk = await startTalk();
    const [first, ...later] = await deliveriesOf(talk);
    await jobs.dueRows.claim('prompt', await makeDue(api, 'prompt', [first?.id ?? 0]));
    const ids = later.map(({ id }) => id);
    const before = [
      ...(await dueTimes('prompt', ids)),
      ...(await dueTimes('session_end', [talk.session.id])),
    ];

    await pause(talk);
    await pausedFor(talk, 60_000);
    const { ends_at, paused_at } = await resume(talk);

    const after = [...(await dueTimes('prompt', ids)), ...(await dueTimes('session_end', [talk.session.id]))];
    const moved = after.map((at, index) => at - (before[index] ?? 0));
    // The minute, and the moment between the two requests: the same for all, to the millisecond that rows are read in.
    expect(Math.min(...moved)).toBeGreaterThanOrEqual(60_000);
    expect(Math.max(...moved) - Math.min(...moved)).toBeLessThanOrEqual(1);
    expect(paused_at).toBeNull();
    expect(Date.parse(ends_at ?? '')).toBe(after.at(-1));
    const told = (await deliveriesOf(talk)).slice(1).map(({ due_at }) => Date.parse(due_at));
    expect(told).toEqual(after.slice(0, -1));
  });

  it('gives nothing meanwhile, and everything once afterwards', async () => {
    const talk = await startTalk();
    await pause(talk);
    const ids = (await deliveriesOf(talk)).map(({ id }) => id);
    const given = (await kindsIn(talk)).filter((kind) => kind === 'prompt.delivered').length;
    const due = await makeDue(api, 'prompt', ids);
    expect(await jobs.dueRows.claim('prompt', due)).toHaveLength(given);
    const end = await makeDue(api, 'session_end', [talk.session.id]);
    expect(await jobs.dueRows.claim('session_end', end)).toEqual([]);
    // Put off, so that they are not before what is due in other sessions.
    const waiting = await api
      .knex('due_rows')
      .whereIn('id', [...due, ...end])
      .whereNotNull('retry_at');
    expect(waiting).toHaveLength(ids.length - given + 1);

    await resume(talk);
    await makeDue(api, 'prompt', ids);
    for (let turn = 0; turn < 2; turn += 1) await jobs.dueRows.claim('prompt', due);
    await makeDue(api, 'session_end', [talk.session.id]);
    await jobs.dueRows.claim('session_end', end);
    const kinds = await kindsIn(talk);
    expect(kinds.filter((kind) => kind === 'prompt.delivered')).toHaveLength(3);
    expect(kinds.at(-1)).toBe('session.closed');
  });

  it('gives what was due before it first', async () => {
    const talk = await startTalk();
    const [, second] = await deliveriesOf(talk);
    await api
      .knex('prompt_deliveries')
      .where({ id: second?.id })
      .update({ due_at: api.knex.raw("clock_timestamp() - interval '1 ms'") });
    await pause(talk);
    expect(await kindsIn(talk)).toEqual([
      'session.started',
      'prompt.delivered',
      'prompt.delivered',
      'session.paused',
    ]);
  });

  it('takes no message, and takes them again when it goes on', async () => {
    const talk = await startTalk();
    await pause(talk);
    expect((await say(talk, 'now?')?.expect(409))?.body).toMatchObject({ code: 'illegal_transition' });
    await resume(talk);
    await say(talk, 'now!')?.expect(201);
    const kinds = await kindsIn(talk);
    expect(kinds.filter((kind) => kind === 'message.created')).toHaveLength(1);
  });

  it('takes no message of somebody who was allowed to write a moment before', async () => {
    const talk = await startTalk([]);
    // A message and a pause at the same moment, many times: none stands behind the pause.
    for (let turn = 0; turn < 10; turn += 1) {
      await Promise.all([say(talk, 'one'), pause(talk), say(talk, 'two')]);
      const kinds = await kindsIn(talk);
      expect(kinds.at(-1)).toBe('session.paused');
      await resume(talk);
    }
  });

  it('is the same in a view with the events since as in a fresh one', async () => {
    const talk = await startTalk();
    const view = async () => (await team.observer.get(talk.path).expect(200)).body as SessionView;
    const before = await view();
    await pause(talk);
    const paused = await view();
    expect(paused.session).toMatchObject({ state: 'paused', pause_reason: 'team', pause_ends_at: null });
    expect(await applyEventsSince(api.knex, before)).toEqual({
      ...paused,
      server_time: before.server_time,
    });
    await resume(talk);
    expect(await applyEventsSince(api.knex, paused)).toEqual({
      ...(await view()),
      server_time: paused.server_time,
    });
  });

  it('may be closed by the team, and gives nothing afterwards', async () => {
    const talk = await startTalk();
    await pause(talk);
    await team.editor.post(`${talk.path}/close`).expect(200);
    const ids = (await deliveriesOf(talk)).map(({ id }) => id);
    await jobs.dueRows.claim('prompt', await makeDue(api, 'prompt', ids));
    expect((await kindsIn(talk)).at(-1)).toBe('session.closed');
  });
});

describe('pausing and resuming', () => {
  it('are refused where the session does not stand so', async () => {
    const talk = await startTalk();
    for (const [path, state] of [
      ['resume', 'active'],
      ['pause', 'active'],
      ['pause', 'paused'],
    ] as const) {
      const answer = await team.editor.post(`${talk.path}/${path}`);
      const isLegal = path === 'pause' && state === 'active';
      expect([path, state, answer.status]).toEqual([path, state, isLegal ? 200 : 409]);
    }
    await team.editor.post(`${talk.path}/close`).expect(200);
    for (const path of ['pause', 'resume'])
      expect((await team.editor.post(`${talk.path}/${path}`).expect(409)).body).toMatchObject({
        code: 'illegal_transition',
      });
  });

  it('are done once when several ask at the same moment, beside a worker that delivers', async () => {
    const talk = await startTalk([0, 1_000, 2_000]);
    const ids = (await deliveriesOf(talk)).map(({ id }) => id);
    const due = await makeDue(api, 'prompt', ids);
    const answers = await Promise.all([
      team.editor.post(`${talk.path}/pause`),
      team.owner.post(`${talk.path}/pause`),
      jobs.dueRows.claim('prompt', due),
      jobs.dueRows.claim('prompt', due),
    ]);
    expect([answers[0].status, answers[1].status].sort()).toEqual([200, 409]);
    const resumed = await Promise.all([
      team.editor.post(`${talk.path}/resume`),
      team.owner.post(`${talk.path}/resume`),
      jobs.dueRows.claim('prompt', due),
    ]);
    expect([resumed[0].status, resumed[1].status].sort()).toEqual([200, 409]);
    await makeDue(api, 'prompt', ids);
    await api.knex('due_rows').whereIn('id', due).update({ retry_at: null });
    await jobs.dueRows.claim('prompt', due);
    const kinds = await kindsIn(talk);
    expect(kinds.filter((kind) => kind === 'prompt.delivered')).toHaveLength(3);
    expect(kinds.filter((kind) => kind === 'session.paused')).toHaveLength(1);
  });

  it('are for those who may write in the team', async () => {
    const talk = await startTalk();
    for (const path of ['pause', 'resume']) {
      await request(api.app).post(`${talk.path}/${path}`).expect(401);
      await talk.guests[0]?.post(`${talk.path}/${path}`).expect(403);
      await team.observer.post(`${talk.path}/${path}`).expect(403);
      await team.stranger.post(`${talk.path}/${path}`).expect(404);
    }
    expect(await kindsIn(talk)).toEqual(['session.started']);
  });
});
