import type { Boot } from '@convomatic/contracts';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildProject } from '../testing/projects.build.ts';
import { bePresent, buildLiveProject, buildTalk, joinProject } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const join = (body: object, token?: string) => {
  const test = request(api.app).post('/api/sessions/join').send(body);
  return token === undefined ? test : test.set('authorization', `Bearer ${token}`);
};

const seatOf = (answer: { body: unknown }) => {
  const { participant_token, boot } = answer.body as { participant_token: string; boot: Boot };
  return { token: participant_token, user_id: boot.user.id, id: boot.place?.participant.id };
};

const countSeats = async (projectId: number): Promise<number> => {
  const rows = await api.knex('participants').where({ project_id: projectId }).select('id');
  return rows.length;
};

describe('joining', () => {
  it('gives a seat in the queue with a limit, a due row for the limit, and everything that the page draws', async () => {
    const project = await buildLiveProject(team, { waiting_limit_ms: 60_000 });
    const { boot } = (await join({ slug: project.slug, metadata: { source: 'mail' } }).expect(201)).body as {
      boot: Boot;
    };
    const { participant } = boot.place ?? {};
    expect(participant).toMatchObject({ state: 'waiting', outcome: null, completion_code: null });
    const limit = Date.parse(participant?.waiting_until ?? '') - Date.parse(participant?.waiting_since ?? '');
    expect(limit).toBe(60_000);
    expect(boot.place?.project).toMatchObject({ slug: project.slug, group_target: project.group_target });
    expect(boot.user).toMatchObject({ platform_role: 'guest', email: null });
    const due = (await api
      .knex('due_rows')
      .where({ kind: 'waiting_limit', subject_id: participant?.id })
      .first()) as {
      due_at: string;
    };
    expect(due.due_at).toBe(participant?.waiting_until);
    const row = (await api.knex('participants').where({ id: participant?.id }).first()) as {
      metadata: object;
    };
    expect(row.metadata).toEqual({ source: 'mail' });
  });

  it('gives one seat to one external id when many join at the same moment', async () => {
    const project = await buildLiveProject(team);
    const rounds = 25;
    for (let round = 0; round < rounds; round += 1) {
      const source = { slug: project.slug, platform: 'prolific', external_id: `person-${String(round)}` };
      const answers = await Promise.all(Array.from({ length: 6 }, () => join(source).expect(201)));
      expect(new Set(answers.map((answer) => seatOf(answer).id)).size).toBe(1);
    }
    expect(await countSeats(project.id)).toBe(rounds);
  });

  it('gives one seat in each project when one person joins two of them at the same moment', async () => {
    const projects = [await buildLiveProject(team), await buildLiveProject(team)];
    for (let round = 0; round < 10; round += 1) {
      const external_id = `both-${String(round)}`;
      const joins = Array.from({ length: 12 }, (_, turn) =>
        join({ slug: projects[turn % 2]?.slug, platform: 'prolific', external_id }).expect(201),
      );
      expect(new Set((await Promise.all(joins)).map((answer) => seatOf(answer).id)).size).toBe(2);
    }
  });

  it('takes a known external id into another project of the team as the same user', async () => {
    const [first, second] = [await buildLiveProject(team), await buildLiveProject(team)];
    const source = { platform: 'mturk', external_id: 'worker-1' };
    const here = await joinProject(api, first.slug, source);
    const there = await joinProject(api, second.slug, source);
    expect(there.user_id).toBe(here.user_id);
    expect(there.participant.id).not.toBe(here.participant.id);
  });

  it('gives the holder of a participant token the same seat with a new token', async () => {
    const project = await buildLiveProject(team);
    const first = await joinProject(api, project.slug);
    const again = seatOf(await join({ slug: project.slug }, first.token).expect(201));
    expect(again.id).toBe(first.participant.id);
    expect(again.token).not.toBe(first.token);
    await first.get('/api/boot').expect(200);
    const stranger = seatOf(await join({ slug: project.slug }).expect(201));
    expect(stranger.id).not.toBe(first.participant.id);
  });

  it('prefers the external id of the link to the seat that the browser holds', async () => {
    const project = await buildLiveProject(team);
    const first = await joinProject(api, project.slug, { external_id: 'one' });
    const other = seatOf(await join({ slug: project.slug, external_id: 'two' }, first.token).expect(201));
    expect(other.id).not.toBe(first.participant.id);
  });

  it('shows the outcome to somebody who has finished and joins again', async () => {
    const project = await buildLiveProject(team);
    const guest = await joinProject(api, project.slug, { external_id: 'done' });
    await guest.post('/api/participants/me/leave').expect(200);
    const again = await joinProject(api, project.slug, { external_id: 'done' });
    expect(again.participant).toMatchObject({
      id: guest.participant.id,
      state: 'finished',
      outcome: 'failed',
    });
    expect(again.participant.completion_code).toBe(project.outcomes.failed.code);
  });

  it('is refused for a link that leads nowhere, and where nothing was published', async () => {
    await join({ slug: 'no-such-study' }).expect(404);
    const { project } = await buildProject(team);
    const answer = await join({ slug: project.slug }).expect(409);
    expect(answer.body).toMatchObject({ code: 'project_not_live' });
    expect(await countSeats(project.id)).toBe(0);
  });

  it('keeps a seat open for its owner in a project that was paused, and gives no new one', async () => {
    const project = await buildLiveProject(team);
    const guest = await joinProject(api, project.slug, { external_id: 'early' });
    await api.knex('projects').where({ id: project.id }).update({ status: 'paused' });
    expect((await joinProject(api, project.slug, { external_id: 'early' })).participant.id).toBe(
      guest.participant.id,
    );
    await join({ slug: project.slug, external_id: 'late' }).expect(409);
  });

  it('takes no seat while Redis is away, and takes one when it is back', async () => {
    const project = await buildLiveProject(team);
    await api.redisServer.kill();
    expect((await join({ slug: project.slug }).expect(503)).body).toMatchObject({ code: 'unavailable' });
    expect(await countSeats(project.id)).toBe(0);
    await api.redisServer.restart();
    await until(() => api.redis.status === 'ready');
    await join({ slug: project.slug }).expect(201);
    expect(await countSeats(project.id)).toBe(1);
  });

  it('refuses a wrong input and changes nothing', async () => {
    const project = await buildLiveProject(team);
    for (const wrong of [
      {},
      { slug: 7 },
      { slug: project.slug, extra: 1 },
      { slug: project.slug, platform: 'A b' },
    ]) {
      expect((await join(wrong).expect(400)).body).toMatchObject({ code: 'invalid_input' });
    }
    expect(await countSeats(project.id)).toBe(0);
  });
});

describe('waiting', () => {
  it('counts those who wait and are there, up to a group, and how many are missing', async () => {
    const project = await buildLiveProject(team, { group_target: 3 });
    const guests = [await joinProject(api, project.slug), await joinProject(api, project.slug)];
    const [first] = guests;
    const ask = async () => (await first?.get('/api/participants/me/waiting').expect(200))?.body as object;
    expect(await ask()).toMatchObject({ present: 1, missing: 2 });
    await bePresent(api, guests);
    expect(await ask()).toMatchObject({ present: 2, missing: 1 });
  });

  it('is for participants alone', async () => {
    await request(api.app).get('/api/participants/me/waiting').expect(401);
    await team.owner.get('/api/participants/me/waiting').expect(403);
  });
});

describe('the place of a participant', () => {
  it('holds the session while the person belongs to it, and the outcome alone after leaving', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team, { group_target: 3 }));
    const [leaver] = talk.guests;
    const place = async () => ((await leaver?.get('/api/boot').expect(200))?.body as Boot).place;
    expect((await place())?.session?.session.id).toBe(talk.session.id);
    await leaver?.post('/api/participants/me/leave').expect(200);
    expect(await place()).toMatchObject({
      session: null,
      participant: { state: 'finished', outcome: 'failed' },
    });
  });
});
