import type { Boot, Participant, SessionView } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildJobs, buildLiveProject, buildTalk, joinProject, makeDue } from '../testing/study.build.ts';
import type { Guest, Talk } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const leave = async (guest: Guest | undefined): Promise<Participant> =>
  ((await guest?.post('/api/participants/me/leave').expect(200))?.body as { participant: Participant })
    .participant;

const placeOf = async (guest: Guest | undefined) =>
  ((await guest?.get('/api/boot').expect(200))?.body as Boot).place?.participant;

const kinds = async (room: string): Promise<string[]> =>
  api.knex('events').where({ room }).orderBy('seq').pluck<string[]>('kind');

const viewOf = async (talk: Talk): Promise<SessionView> =>
  (await team.observer.get(talk.path).expect(200)).body as SessionView;

describe('leaving', () => {
  it('ends the wait of somebody in the queue, and answers the same when asked again', async () => {
    const guest = await joinProject(api, (await buildLiveProject(team)).slug);
    const left = await leave(guest);
    expect(left).toMatchObject({ state: 'finished', outcome: 'failed', session_id: null });
    expect(left.completion_code).not.toBeNull();
    expect(await leave(guest)).toEqual(left);
    expect(await kinds(`user-${String(guest.user_id)}`)).toEqual(['participant.outcome']);
  });

  it('lets the others of a large enough group talk on', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team, { group_target: 3 }));
    const [leaver, other] = talk.guests;
    expect(await leave(leaver)).toMatchObject({
      state: 'finished',
      outcome: 'failed',
      session_id: talk.session.id,
    });
    const { session, memberships } = await viewOf(talk);
    expect(session.state).toBe('active');
    expect(memberships.find(({ user_id }) => user_id === leaver?.user_id)).toMatchObject({
      left_reason: 'left',
    });
    expect(await placeOf(other)).toMatchObject({ state: 'active', outcome: null });
    expect(await kinds(`group-${String(talk.session.id)}`)).toEqual(['session.started', 'member.left']);
    expect(await kinds(`user-${String(leaver?.user_id)}`)).toEqual([
      'membership.created',
      'membership.removed',
      'participant.outcome',
    ]);
  });

  it('ends the session for the last one, whose partner has left', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team));
    await leave(talk.guests[0]);
    expect((await viewOf(talk)).session).toMatchObject({ state: 'closed', closed_reason: 'below_minimum' });
    expect(await placeOf(talk.guests[1])).toMatchObject({
      outcome: 'partner_left',
      completion_code: talk.project.outcomes.partner_left.code,
    });
    expect(await kinds(`group-${String(talk.session.id)}`)).toEqual([
      'session.started',
      'member.left',
      'session.closed',
    ]);
  });

  it('ends a session once when all leave at the same moment', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team, { group_target: 4 }));
    const outcomes = await Promise.all(talk.guests.map(leave));
    expect(outcomes.every(({ state }) => state === 'finished')).toBe(true);
    const told = await kinds(`group-${String(talk.session.id)}`);
    expect(told.filter((kind) => kind === 'session.closed')).toHaveLength(1);
    expect(told.at(-1)).toBe('session.closed');
  });

  it('is for participants alone', async () => {
    await request(api.app).post('/api/participants/me/leave').expect(401);
    await team.owner.post('/api/participants/me/leave').expect(403);
  });
});

describe('leaving after the minimum stay', () => {
  const stayFor = (talk: Talk, minutes: number) =>
    api
      .knex('sessions')
      .where({ id: talk.session.id })
      .update({
        started_at: api.knex.raw("started_at - ? * interval '1 minute'", [minutes]),
        ends_at: api.knex.raw("ends_at - ? * interval '1 minute'", [minutes]),
      });

  it('counts as completed, and before it as failed', async () => {
    const settings = { group_target: 3, duration_ms: 600_000, minimum_stay_ms: 300_000 };
    const talk = await buildTalk(api, await buildLiveProject(team, settings));
    await stayFor(talk, 4);
    expect(await leave(talk.guests[0])).toMatchObject({ outcome: 'failed' });
    await stayFor(talk, 2);
    expect(await leave(talk.guests[1])).toMatchObject({ outcome: 'completed' });
  });

  it('does not count the time of a pause', async () => {
    const settings = { group_target: 3, duration_ms: 600_000, minimum_stay_ms: 300_000 };
    const talk = await buildTalk(api, await buildLiveProject(team, settings));
    await stayFor(talk, 4);
    await team.editor.post(`${talk.path}/pause`).expect(200);
    await api
      .knex('sessions')
      .where({ id: talk.session.id })
      .update({ paused_at: api.knex.raw("paused_at - interval '2 minutes'") });
    expect(await leave(talk.guests[0])).toMatchObject({ outcome: 'failed' });
    await api
      .knex('sessions')
      .where({ id: talk.session.id })
      .update({ paused_at: api.knex.raw("paused_at + interval '2 minutes'") });
    await team.editor.post(`${talk.path}/resume`).expect(200);
    await stayFor(talk, 2);
    expect(await leave(talk.guests[1])).toMatchObject({ outcome: 'completed' });
  });
});

describe('removing somebody', () => {
  const remove = (guest: Guest | undefined, body: object = { reason: 'Rude to the others' }) =>
    team.editor.post(`/api/participants/${String(guest?.participant.id)}/remove`, body);

  it('ends their time in a talk, tells the others, and keeps the reason for the team', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team, { group_target: 3 }));
    const [guest, other] = talk.guests;
    expect((await remove(guest).expect(200)).body).toMatchObject({
      participant: { state: 'finished', outcome: 'removed' },
    });
    const { session, memberships } = await viewOf(talk);
    expect(session.state).toBe('active');
    expect(memberships.find(({ user_id }) => user_id === guest?.user_id)?.left_reason).toBe('removed');
    await guest?.get(talk.path).expect(404);
    expect(await placeOf(other)).toMatchObject({ state: 'active' });
    const row = await api
      .knex('participants')
      .where({ id: guest?.participant.id })
      .first<{ removed_reason: string }>('removed_reason');
    expect(row.removed_reason).toBe('Rude to the others');
    expect((await remove(guest).expect(409)).body).toMatchObject({ code: 'illegal_transition' });
  });

  it('ends the session for the last one, and the wait of somebody in the queue', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team));
    await remove(talk.guests[0], {}).expect(200);
    expect((await viewOf(talk)).session).toMatchObject({ state: 'closed', closed_reason: 'below_minimum' });
    expect(await placeOf(talk.guests[1])).toMatchObject({ outcome: 'partner_left' });
    const waiting = await joinProject(api, (await buildLiveProject(team)).slug);
    await remove(waiting).expect(200);
    expect(await placeOf(waiting)).toMatchObject({ outcome: 'removed' });
  });

  it('is for those who may write in the team', async () => {
    const waiting = await joinProject(api, (await buildLiveProject(team)).slug);
    const path = `/api/participants/${String(waiting.participant.id)}/remove`;
    await request(api.app).post(path).send({}).expect(401);
    await waiting.post(path, {}).expect(403);
    await team.observer.post(path, {}).expect(403);
    await team.stranger.post(path, {}).expect(404);
    await team.owner.post('/api/participants/999999/remove', {}).expect(404);
    expect(await placeOf(waiting)).toMatchObject({ state: 'waiting' });
  });
});

describe('closing a session', () => {
  it('ends it for everybody, who have completed, and tells the session, the people and the team', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team));
    const { session } = (await team.editor.post(`${talk.path}/close`).expect(200)).body as Pick<
      SessionView,
      'session'
    >;
    expect(session).toMatchObject({ state: 'closed', closed_reason: 'closed_by_team' });
    for (const guest of talk.guests) {
      expect(await placeOf(guest)).toMatchObject({
        state: 'finished',
        outcome: 'completed',
        completion_code: talk.project.outcomes.completed.code,
      });
      expect((await kinds(`user-${String(guest.user_id)}`)).at(-1)).toBe('participant.outcome');
    }
    expect((await kinds(`group-${String(talk.session.id)}`)).at(-1)).toBe('session.closed');
    expect((await kinds(`group-${String(team.id)}`)).at(-1)).toBe('session.closed');
    const again = await team.editor.post(`${talk.path}/close`).expect(409);
    expect(again.body).toMatchObject({ code: 'illegal_transition' });
  });

  it('is for editors of the team', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team));
    await request(api.app).post(`${talk.path}/close`).expect(401);
    await talk.guests[0]?.post(`${talk.path}/close`).expect(403);
    await team.observer.post(`${talk.path}/close`).expect(403);
    await team.stranger.post(`${talk.path}/close`).expect(404);
    await team.editor.post('/api/sessions/999999/close').expect(404);
    expect((await viewOf(talk)).session.state).toBe('active');
  });
});

describe('the end of a session', () => {
  it('completes everybody, once, however often the work is done', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team));
    const jobs = buildJobs(api);
    const due = await makeDue(api, 'session_end', [talk.session.id]);
    const done = await Promise.all([
      jobs.dueRows.claim('session_end', due),
      jobs.dueRows.claim('session_end', due),
    ]);
    expect(done.flat()).toHaveLength(1);
    await api.knex('due_rows').whereIn('id', due).update({ done_at: null });
    expect(await jobs.dueRows.claim('session_end', due)).toHaveLength(1);
    expect((await viewOf(talk)).session).toMatchObject({ state: 'closed', closed_reason: 'completed' });
    const rooms = talk.guests.map(({ user_id }) => `user-${String(user_id)}`);
    const told = await Promise.all(rooms.map((room) => listRoomEvents(api.knex, room)));
    const events = told.flat().filter(({ kind }) => kind === 'participant.outcome');
    const outcomes = events.map(({ records }) => records.participants?.[0]?.outcome);
    expect(outcomes).toEqual(['completed', 'completed']);
    for (const { records } of events) expect(records.participants?.[0]?.completion_code).not.toBeNull();
    await jobs.close();
  });

  it('gives the prompts that were due before it, when their own turn comes later', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team, {}, [0, 1_000, 2_000]));
    const jobs = buildJobs(api);
    const given = api.knex('prompt_deliveries').where({ session_id: talk.session.id });
    const ids = await given.clone().orderBy('rank').pluck<number[]>('id');
    await given.clone().update({ due_at: api.knex.raw("clock_timestamp() - interval '1 ms'") });
    await jobs.dueRows.claim('session_end', await makeDue(api, 'session_end', [talk.session.id]));
    await jobs.dueRows.claim('prompt', await makeDue(api, 'prompt', ids));
    expect((await viewOf(talk)).prompt_deliveries.map(({ id }) => id)).toEqual(ids);
    expect(await kinds(`group-${String(talk.session.id)}`)).toEqual([
      'session.started',
      ...ids.map(() => 'prompt.delivered'),
      'session.closed',
    ]);
    await jobs.close();
  });

  it('shows the farewell to those who talked, and not before', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team));
    const farewell = async () =>
      ((await talk.guests[0]?.get('/api/boot').expect(200))?.body as Boot).place?.session?.farewell;
    expect(await farewell()).toBeNull();
    await team.editor.post(`${talk.path}/close`).expect(200);
    expect(await farewell()).toMatchObject({ type: 'doc' });
  });

  it('is not before its time', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team));
    const jobs = buildJobs(api);
    const rows = api.knex('due_rows').where({ kind: 'session_end', subject_id: talk.session.id });
    expect(await jobs.dueRows.claim('session_end', await rows.pluck<number[]>('id'))).toEqual([]);
    expect((await viewOf(talk)).session.state).toBe('active');
    await jobs.close();
  });
});
