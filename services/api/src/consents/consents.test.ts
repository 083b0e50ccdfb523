import { richTextOf } from '@convomatic/contracts';
import type { Participant } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { bePresent, buildJobs, buildLiveProject, joinProject } from '../testing/study.build.ts';
import type { Guest } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const consent = richTextOf('You may leave at any time.');

const answer = (guest: Guest, accepted: boolean, version_number = 1) =>
  guest.post('/api/participants/me/consent', { accepted, version_number });

const stored = (guest: Guest) =>
  api
    .knex('consents')
    .where({ participant_id: guest.participant.id })
    .select<{ accepted: boolean; version_id: number; at: string }[]>('accepted', 'version_id', 'at');

const lastEvent = async (guest: Guest) =>
  (await listRoomEvents(api.knex, `user-${String(guest.user_id)}`)).at(-1);

describe('the consent text', () => {
  it('is asked first: who joined does not wait and is in no group', async () => {
    const project = await buildLiveProject(team, { consent });
    const guests = [await joinProject(api, project.slug), await joinProject(api, project.slug)];
    for (const { participant } of guests) {
      expect(participant).toMatchObject({ state: 'joined', waiting_since: null, waiting_until: null });
    }
    await bePresent(api, guests);
    const jobs = buildJobs(api);
    expect(await jobs.match()).toBe(0);
    await jobs.close();
  });

  it('begins the wait when it is accepted, with a limit from that moment on, and keeps which and when', async () => {
    const project = await buildLiveProject(team, { consent, waiting_limit_ms: 60_000 });
    const guest = await joinProject(api, project.slug);
    const { participant } = (await answer(guest, true).expect(200)).body as { participant: Participant };
    expect(participant).toMatchObject({ id: guest.participant.id, state: 'waiting' });
    const [since, till] = [participant.waiting_since ?? '', participant.waiting_until ?? ''];
    expect(Date.parse(till) - Date.parse(since)).toBe(60_000);
    const due = api.knex('due_rows').where({ kind: 'waiting_limit', subject_id: participant.id });
    expect(await due.pluck('due_at')).toEqual([till]);
    expect(await lastEvent(guest)).toMatchObject({
      kind: 'participant.updated',
      records: { participants: [participant] },
    });
    const version = await api.knex('versions').where({ project_id: project.id }).first<{ id: number }>('id');
    const [kept, ...more] = await stored(guest);
    expect(kept).toMatchObject({ accepted: true, version_id: version.id });
    expect(Date.parse(kept?.at ?? '')).toBeLessThanOrEqual(Date.parse(since));
    expect(more).toEqual([]);
  });

  it('ends with an outcome when it is refused', async () => {
    const project = await buildLiveProject(team, { consent });
    const guest = await joinProject(api, project.slug);
    const { participant } = (await answer(guest, false).expect(200)).body as { participant: Participant };
    expect(participant).toMatchObject({
      state: 'finished',
      outcome: 'no_consent',
      completion_code: project.outcomes.no_consent.code,
    });
    expect(await stored(guest)).toMatchObject([{ accepted: false }]);
    expect(await lastEvent(guest)).toMatchObject({ kind: 'participant.outcome' });
  });

  it('takes the same answer again, and no other', async () => {
    const project = await buildLiveProject(team, { consent });
    const guest = await joinProject(api, project.slug);
    const answers = await Promise.all([answer(guest, true), answer(guest, true), answer(guest, true)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await answer(guest, false).expect(409)).body).toMatchObject({ code: 'illegal_transition' });
    expect(await stored(guest)).toHaveLength(1);
  });

  it('is answered as the version says that the person met', async () => {
    const project = await buildLiveProject(team, { consent });
    const guest = await joinProject(api, project.slug);
    expect((await answer(guest, true, 2).expect(409)).body).toMatchObject({ code: 'stale_version' });
    expect(await stored(guest)).toEqual([]);
    await answer(guest, true, 1).expect(200);
  });

  it('is not asked where there is none', async () => {
    const guest = await joinProject(api, (await buildLiveProject(team)).slug);
    expect(guest.participant.state).toBe('waiting');
    expect((await answer(guest, true).expect(409)).body).toMatchObject({ code: 'illegal_transition' });
  });

  it('is for participants alone', async () => {
    const body = { accepted: true, version_number: 1 };
    await request(api.app).post('/api/participants/me/consent').send(body).expect(401);
    await team.owner.post('/api/participants/me/consent', body).expect(403);
  });
});
