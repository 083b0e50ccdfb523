import type { Boot, Participant, ProjectSettings, SessionView } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Jobs } from '../jobs.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildJobs, buildLiveProject, buildTalk, makeDue } from '../testing/study.build.ts';
import type { Guest, Talk } from '../testing/study.build.ts';

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

const startTalk = async (
  settings: Partial<ProjectSettings> = {},
): Promise<Talk & { one: Guest; two: Guest }> => {
  const talk = await buildTalk(api, await buildLiveProject(team, settings, []));
  const [one, two] = talk.guests;
  if (!one || !two) throw new Error('nobody was matched');
  return { ...talk, one, two };
};

const ask = async ({ path }: Talk): Promise<string> =>
  ((await team.editor.post(`${path}/check-attention`).expect(200)).body as { attention_until: string })
    .attention_until;

const answer = async (guest: Guest): Promise<Participant> =>
  ((await guest.post('/api/participants/me/attention').expect(200)).body as { participant: Participant })
    .participant;

const placeOf = async (guest: Guest) => ((await guest.get('/api/boot').expect(200)).body as Boot).place;

const viewOf = async ({ path }: Talk): Promise<SessionView> =>
  (await team.observer.get(path).expect(200)).body as SessionView;

const kindsIn = async (room: string): Promise<string[]> =>
  (await listRoomEvents(api.knex, room)).map(({ kind }) => kind);

const letLimitPass = async ({ session }: Talk): Promise<void> => {
  const ids = await api.knex('attention_checks').where({ session_id: session.id }).pluck<number[]>('id');
  await jobs.dueRows.claim('attention_limit', await makeDue(api, 'attention_limit', ids));
};

describe('a check of attention', () => {
  it('asks each person in their own room, until a time, and answering ends it', async () => {
    const talk = await startTalk({ attention_limit_ms: 20_000 });
    const until = await ask(talk);
    for (const guest of talk.guests) expect((await placeOf(guest))?.participant.attention_until).toBe(until);
    expect((await answer(talk.one)).attention_until).toBeNull();
    expect((await answer(talk.one)).attention_until).toBeNull();
    expect((await placeOf(talk.two))?.participant.attention_until).toBe(until);
    const told = (await kindsIn(userRoom(talk.one.user_id))).filter((kind) => kind === 'participant.updated');
    expect(told).toHaveLength(2);
    expect(await kindsIn(groupRoom(talk.session.id))).toEqual(['session.started']);
  });

  it('asks again at intervals, and nobody twice at once', async () => {
    const talk = await startTalk({ attention_every_ms: 60_000 });
    const due = await makeDue(api, 'attention', [talk.session.id]);
    expect(await jobs.dueRows.claim('attention', due)).toHaveLength(1);
    const [row] = await api
      .knex('due_rows')
      .whereIn('id', due)
      .select<{ done_at: string | null; in_s: number }[]>(
        'done_at',
        api.knex.raw('extract(epoch from due_at - clock_timestamp())::float8 as in_s'),
      );
    expect(row?.done_at).toBeNull();
    expect(row?.in_s).toBeGreaterThan(55);
    await answer(talk.one);
    await jobs.dueRows.claim('attention', await makeDue(api, 'attention', [talk.session.id]));
    const checks = await api.knex('attention_checks').where({ session_id: talk.session.id });
    expect(checks).toHaveLength(3);
  });

  it('makes who does not answer absent, and what follows from that follows at once', async () => {
    const talk = await startTalk({ drop_out_policy: 'end' });
    await ask(talk);
    await answer(talk.one);
    await letLimitPass(talk);
    const { session, absences } = await viewOf(talk);
    expect(session).toMatchObject({ state: 'closed', closed_reason: 'abandoned' });
    expect(absences).toMatchObject([{ user_id: talk.two.user_id, cause: 'attention', until_at: null }]);
    expect((await placeOf(talk.two))?.participant.outcome).toBe('failed');
    expect((await placeOf(talk.one))?.participant.outcome).toBe('partner_left');
  });

  it('lets a session that pauses for that go on when they answer after all', async () => {
    const talk = await startTalk({ drop_out_policy: 'pause' });
    await ask(talk);
    await answer(talk.one);
    await letLimitPass(talk);
    expect((await viewOf(talk)).session).toMatchObject({ state: 'paused', pause_reason: 'drop_out' });
    await jobs.resumeComplete();
    expect((await viewOf(talk)).session.state).toBe('paused');
    await answer(talk.two);
    await jobs.resumeComplete();
    expect((await viewOf(talk)).session.state).toBe('active');
    expect(await kindsIn(groupRoom(talk.session.id))).toEqual([
      'session.started',
      'member.absent',
      'session.paused',
      'member.returned',
      'session.resumed',
    ]);
  });

  it('waits with a session that pauses, and its limit is later by the pause', async () => {
    const talk = await startTalk({ drop_out_policy: 'end' });
    const until = await ask(talk);
    await team.editor.post(`${talk.path}/pause`).expect(200);
    await letLimitPass(talk);
    expect((await viewOf(talk)).session.state).toBe('paused');
    await team.editor.post(`${talk.path}/check-attention`).expect(409);
    await api
      .knex('sessions')
      .where({ id: talk.session.id })
      .update({ paused_at: api.knex.raw("paused_at - interval '1 s'") });
    await team.editor.post(`${talk.path}/resume`).expect(200);
    const later = (await placeOf(talk.one))?.participant.attention_until ?? '';
    expect(Date.parse(later) - Date.parse(until)).toBeGreaterThanOrEqual(1_000);
  });

  it('is for those who may write in the team; answering is for participants', async () => {
    const talk = await startTalk();
    const path = `${talk.path}/check-attention`;
    await request(api.app).post(path).expect(401);
    await talk.one.post(path).expect(403);
    await team.observer.post(path).expect(403);
    await team.stranger.post(path).expect(404);
    await team.owner.post('/api/participants/me/attention').expect(403);
    await request(api.app).post('/api/participants/me/attention').expect(401);
    expect((await placeOf(talk.one))?.participant.attention_until).toBeNull();
  });
});
