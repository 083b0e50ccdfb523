import type { Event, Participant, ProjectSettings, SessionView } from '@convomatic/contracts';
import { groupRoom, leaseMs, presenceKey } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWatchAbsences } from '../absences/watch-absences.ts';
import type { Jobs } from '../jobs.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { applyEventsSince, listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { bePresent, buildJobs, buildLiveProject, buildTalk, makeDue } from '../testing/study.build.ts';
import type { Guest, Talk } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;
let jobs: Jobs;
let watch: () => Promise<void>;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
  jobs = buildJobs(api);
  const { knex, redis, components } = api;
  watch = createWatchAbsences({ knex, redis, unitOfWork: components.unitOfWork, settleMs: 0 });
});
afterAll(async () => {
  await jobs.close();
  await api.close();
});

const startTalk = async (
  settings: Partial<ProjectSettings> = {},
): Promise<Talk & { one: Guest; two: Guest }> => {
  const talk = await buildTalk(api, await buildLiveProject(team, settings, [0]));
  // Those of other tests are not looked at.
  await api.knex('sessions').whereNot({ id: talk.session.id }).update({ state: 'closed' });
  const [one, two] = talk.guests;
  if (!one || !two) throw new Error('nobody was matched');
  return { ...talk, one, two };
};

/** The last sign of life was longer ago than a lease lasts. */
const beAway = (guest: Guest, ms = leaseMs + 2_000) =>
  api.redis.zadd(presenceKey(guest.participant.project_id), Date.now() - ms, String(guest.user_id));

const viewOf = async ({ path }: Talk): Promise<SessionView> =>
  (await team.observer.get(path).expect(200)).body as SessionView;

const eventsOf = ({ session }: Talk): Promise<Event[]> => listRoomEvents(api.knex, groupRoom(session.id));
const kindsIn = async (talk: Talk): Promise<string[]> => (await eventsOf(talk)).map(({ kind }) => kind);

const absencesOf = async (talk: Talk) => (await viewOf(talk)).absences;

const outcomeOf = async (guest: Guest): Promise<Participant['outcome']> => {
  const row = await api
    .knex('participants')
    .where({ id: guest.participant.id })
    .first<{ outcome: Participant['outcome'] }>('outcome');
  return row.outcome;
};

const letGraceEnd = async (talk: Talk): Promise<void> => {
  const ids = (await absencesOf(talk)).map(({ id }) => id);
  await jobs.dueRows.claim('drop_out', await makeDue(api, 'drop_out', ids));
};

const letPauseEnd = async (talk: Talk): Promise<void> => {
  const ids = (await absencesOf(talk)).map(({ id }) => id);
  await api
    .knex('sessions')
    .where({ id: talk.session.id })
    .update({ pause_ends_at: api.knex.raw("clock_timestamp() - interval '1 ms'") });
  await jobs.dueRows.claim('pause_end', await makeDue(api, 'pause_end', ids));
};

describe('somebody who goes away', () => {
  it('is a row and an event once, whoever looks, from the last sign of life until they are back', async () => {
    const talk = await startTalk();
    const before = await viewOf(talk);
    await beAway(talk.one);
    await Promise.all([watch(), watch()]);
    await watch();
    const [absence] = await absencesOf(talk);
    expect(absence).toMatchObject({ user_id: talk.one.user_id, cause: 'connection', until_at: null });
    expect(await absencesOf(talk)).toHaveLength(1);
    // Not before the session began, though the last sign is older.
    expect(absence?.from_at).toBe(talk.session.started_at);
    await bePresent(api, [talk.one]);
    await watch();
    expect((await absencesOf(talk))[0]?.until_at).not.toBeNull();
    expect(await kindsIn(talk)).toEqual(['session.started', 'member.absent', 'member.returned']);
    expect(await applyEventsSince(api.knex, before)).toEqual({
      ...(await viewOf(talk)),
      server_time: before.server_time,
    });
    await beAway(talk.one);
    await watch();
    expect(await absencesOf(talk)).toHaveLength(2);
  });

  it('is not called absent while Redis is away or has just been emptied', async () => {
    const talk = await startTalk({ drop_out_policy: 'end' });
    await api.redis.del(presenceKey(talk.project.id));
    await watch();
    await watch();
    expect(await absencesOf(talk)).toEqual([]);
    const settling = createWatchAbsences({
      ...{ knex: api.knex, redis: api.redis, unitOfWork: api.components.unitOfWork },
      settleMs: 60_000,
    });
    await beAway(talk.one);
    await settling();
    expect(await absencesOf(talk)).toEqual([]);
  });

  it('changes nothing where the version says carry on', async () => {
    const talk = await startTalk({ drop_out_policy: 'carry_on' });
    await beAway(talk.one);
    await watch();
    await letGraceEnd(talk);
    expect((await viewOf(talk)).session.state).toBe('active');
  });
});

describe('a session that pauses for somebody', () => {
  it('pauses after the grace, and goes on when they are back', async () => {
    const talk = await startTalk({ drop_out_policy: 'pause', drop_out_pause_ms: 60_000 });
    await beAway(talk.one);
    await watch();
    expect((await viewOf(talk)).session.state).toBe('active');
    await letGraceEnd(talk);
    const { session } = await viewOf(talk);
    expect(session).toMatchObject({ state: 'paused', pause_reason: 'drop_out' });
    expect(Date.parse(session.pause_ends_at ?? '') - Date.parse(session.paused_at ?? '')).toBe(60_000);
    await jobs.resumeComplete();
    expect((await viewOf(talk)).session.state).toBe('paused');
    await bePresent(api, [talk.one]);
    await watch();
    const other = buildJobs(api);
    await Promise.all([jobs.resumeComplete(), other.resumeComplete()]);
    await other.close();
    const after = (await viewOf(talk)).session;
    expect(after).toMatchObject({ state: 'active', pause_reason: null, pause_ends_at: null });
    expect(Date.parse(after.ends_at ?? '')).toBeGreaterThan(Date.parse(talk.session.ends_at ?? ''));
    // The end of the pause comes, and finds nothing to end.
    await letPauseEnd(talk);
    expect((await kindsIn(talk)).filter((kind) => kind.startsWith('session.'))).toEqual([
      'session.started',
      'session.paused',
      'session.resumed',
    ]);
  });

  it('ends when the pause ends without them: they have failed, the others lost a partner', async () => {
    const talk = await startTalk({ drop_out_policy: 'pause' });
    await beAway(talk.one);
    await watch();
    await letGraceEnd(talk);
    await letPauseEnd(talk);
    expect((await viewOf(talk)).session).toMatchObject({ state: 'closed', closed_reason: 'abandoned' });
    expect([await outcomeOf(talk.one), await outcomeOf(talk.two)]).toEqual(['failed', 'partner_left']);
  });

  it('lets a second one, who goes meanwhile, wait for the end of the pause', async () => {
    const talk = await startTalk({ drop_out_policy: 'pause' });
    await beAway(talk.one);
    await watch();
    await letGraceEnd(talk);
    await beAway(talk.two);
    await watch();
    await letGraceEnd(talk);
    await bePresent(api, [talk.one]);
    await watch();
    await jobs.resumeComplete();
    expect((await viewOf(talk)).session.state).toBe('paused');
    await letPauseEnd(talk);
    expect([await outcomeOf(talk.one), await outcomeOf(talk.two)]).toEqual(['partner_left', 'failed']);
  });

  it('is let go on by the team without them', async () => {
    const talk = await startTalk({ drop_out_policy: 'pause' });
    await beAway(talk.one);
    await watch();
    await letGraceEnd(talk);
    await team.editor.post(`${talk.path}/resume`).expect(200);
    await letGraceEnd(talk);
    await jobs.resumeComplete();
    expect((await viewOf(talk)).session.state).toBe('active');
  });
});

describe('a session that ends for all', () => {
  it('ends after the grace, not before, and not for somebody who came back in time', async () => {
    const talk = await startTalk({ drop_out_policy: 'end' });
    await beAway(talk.one);
    await watch();
    await bePresent(api, [talk.one]);
    await watch();
    await letGraceEnd(talk);
    expect((await viewOf(talk)).session.state).toBe('active');
    await beAway(talk.two);
    await watch();
    await letGraceEnd(talk);
    expect((await viewOf(talk)).session.state).toBe('closed');
    expect([await outcomeOf(talk.one), await outcomeOf(talk.two)]).toEqual(['partner_left', 'failed']);
  });
});

describe('the end of a session', () => {
  const end = async (talk: Talk): Promise<void> => {
    await api.knex('absences').update({ from_at: api.knex.raw("clock_timestamp() - interval '20 s'") });
    await jobs.dueRows.claim('session_end', await makeDue(api, 'session_end', [talk.session.id]));
  };

  it('is completed by those who are there, and not by who went away and never came back', async () => {
    const talk = await startTalk();
    await beAway(talk.one);
    await watch();
    await end(talk);
    expect([await outcomeOf(talk.one), await outcomeOf(talk.two)]).toEqual(['failed', 'completed']);
  });

  it('is completed by who went away, too, when they had stayed for long enough', async () => {
    const talk = await startTalk({ minimum_stay_ms: 10_000, duration_ms: 600_000 });
    await api
      .knex('sessions')
      .where({ id: talk.session.id })
      .update({
        started_at: api.knex.raw("started_at - interval '5 minutes'"),
        ends_at: api.knex.raw("ends_at - interval '5 minutes'"),
      });
    await beAway(talk.one);
    await watch();
    await end(talk);
    expect(await outcomeOf(talk.one)).toBe('completed');
  });
});

describe('while Redis is away', () => {
  it('nobody is called absent, and neither is anybody when it comes back empty', async () => {
    const talk = await startTalk({ drop_out_policy: 'end' });
    await beAway(talk.one);
    await api.redisServer.kill();
    await expect(watch()).rejects.toThrow();
    await api.redisServer.restart();
    await until(() => watch().then(() => true), { what: 'a Redis that answers' });
    expect(await absencesOf(talk)).toEqual([]);
    expect((await viewOf(talk)).session.state).toBe('active');
  });
});
