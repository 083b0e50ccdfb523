import type { Participant } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Jobs } from '../jobs.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import {
  bePresent,
  buildAside,
  buildJobs,
  buildLiveProject,
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

const ask = async (guest: Guest, what: string, status = 200) => {
  const answer = await guest.post(`/api/participants/me/${what}`).expect(status);
  return answer.body as { participant: Participant; code: string };
};

const dueAt = ({ participant }: Guest): Promise<string[]> =>
  api.knex('due_rows').where({ kind: 'waiting_limit', subject_id: participant.id }).pluck<string[]>('due_at');

const stateOf = async (guest: Guest): Promise<Participant | undefined> =>
  ((await guest.get('/api/boot').expect(200)).body as { place: { participant: Participant } }).place
    .participant;

describe('waiting longer', () => {
  it('moves the limit and what is due for it, each time', async () => {
    const project = await buildLiveProject(team, { waiting_limit_ms: 60_000, waiting_extension_ms: 30_000 });
    const guest = await joinProject(api, project.slug);
    await ask(guest, 'extend');
    const { participant } = await ask(guest, 'extend');
    const moved =
      Date.parse(participant.waiting_until ?? '') - Date.parse(guest.participant.waiting_until ?? '');
    expect(moved).toBe(60_000);
    expect(participant.waiting_since).toBe(guest.participant.waiting_since);
    expect(await dueAt(guest)).toEqual([participant.waiting_until]);
  });

  it('keeps in the queue who asked before the limit came', async () => {
    const project = await buildLiveProject(team, { waiting_extension_ms: 30_000 });
    const guest = await joinProject(api, project.slug);
    const due = await makeDue(api, 'waiting_limit', [guest.participant.id]);
    await ask(guest, 'extend');
    expect(await jobs.dueRows.claim('waiting_limit', due)).toEqual([]);
    expect(await stateOf(guest)).toMatchObject({ state: 'waiting' });
  });

  it('is not where the project does not allow it, or nobody waits', async () => {
    const never = await joinProject(api, (await buildLiveProject(team)).slug);
    expect(await ask(never, 'extend', 409)).toMatchObject({ code: 'conflict' });
    const allowed = await buildLiveProject(team, { waiting_extension_ms: 30_000 });
    const gone = await joinProject(api, allowed.slug);
    await ask(gone, 'leave');
    expect(await ask(gone, 'extend', 409)).toMatchObject({ code: 'illegal_transition' });
  });
});

describe('coming back', () => {
  it('puts somebody who was put aside at the end of the queue, with a new limit', async () => {
    const project = await buildLiveProject(team, { ready_check_ms: 60_000, waiting_limit_ms: 60_000 });
    const guest = await buildAside(api, project);
    const later = await joinProject(api, project.slug);
    const { participant } = await ask(guest, 'return');
    expect(participant.state).toBe('waiting');
    expect(Date.parse(participant.waiting_since ?? '')).toBeGreaterThan(
      Date.parse(later.participant.waiting_since ?? ''),
    );
    expect(await dueAt(guest)).toEqual([participant.waiting_until]);
    await bePresent(api, [guest, later]);
    expect(await jobs.match()).toBe(2);
  });

  it('ends when nobody came back within the time of a wait', async () => {
    const guest = await buildAside(api, await buildLiveProject(team, { ready_check_ms: 60_000 }));
    const { id } = guest.participant;
    await api
      .knex('participants')
      .where({ id })
      .update({ waiting_until: api.knex.raw('clock_timestamp()') });
    await jobs.dueRows.claim('waiting_limit', await makeDue(api, 'waiting_limit', [id]));
    expect(await stateOf(guest)).toMatchObject({ state: 'finished', outcome: 'failed' });
    expect(await ask(guest, 'return', 409)).toMatchObject({ code: 'illegal_transition' });
  });

  it('is nothing for somebody who waits already', async () => {
    const guest = await joinProject(api, (await buildLiveProject(team)).slug);
    expect(await ask(guest, 'return', 409)).toMatchObject({ code: 'illegal_transition' });
  });
});

describe('both', () => {
  it.each(['extend', 'return'])('%s is for participants alone', async (what) => {
    await request(api.app).post(`/api/participants/me/${what}`).expect(401);
    await team.owner.post(`/api/participants/me/${what}`).expect(403);
  });
});
