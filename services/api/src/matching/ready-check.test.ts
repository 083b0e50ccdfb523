import type { Participant, Place } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Test } from 'supertest';
import type { Jobs } from '../jobs.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import {
  bePresent,
  buildAsked,
  buildJobs,
  buildLiveProject,
  joinPresent,
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

const buildChecked = (settings: object = {}) =>
  buildLiveProject(team, { group_target: 3, ready_check_ms: 60_000, ...settings });

const confirm = (guest: Guest | undefined): Test => {
  if (!guest) throw new Error('nobody is there');
  return guest.post('/api/participants/me/ready');
};

const placeOf = async (guest: Guest): Promise<Place> =>
  ((await guest.get('/api/boot').expect(200)).body as { place: Place }).place;
const standingOf = async (guests: Guest[]): Promise<Participant[]> =>
  (await Promise.all(guests.map(placeOf))).map(({ participant }) => participant);
const statesOf = async (guests: Guest[]) => (await standingOf(guests)).map(({ state }) => state);

const reachLimit = async (guests: Guest[]): Promise<void> => {
  const ids = guests.map(({ participant }) => participant.id);
  const pending = api.knex('participants').whereIn('id', ids).whereNotNull('pending_group_id');
  const due = await makeDue(api, 'ready_limit', await pending.distinct().pluck<number[]>('pending_group_id'));
  expect(await jobs.dueRows.claim('ready_limit', due)).toHaveLength(due.length);
  expect(await jobs.dueRows.claim('ready_limit', due)).toEqual([]);
};

describe('the ready check', () => {
  it('asks everybody of a full group, and begins the talk with the last who confirms', async () => {
    const guests = await buildAsked(api, await buildChecked());
    const asked = await standingOf(guests);
    expect(new Set(asked.map(({ ready_until }) => ready_until)).size).toBe(1);
    expect(asked.map(({ state }) => state)).toEqual(['ready', 'ready', 'ready']);
    const [first] = guests;
    const told = (await listRoomEvents(api.knex, `user-${String(first?.user_id)}`)).at(-1);
    expect(told).toMatchObject({ kind: 'participant.updated', records: { participants: [asked[0]] } });
    await confirm(guests[0]);
    await confirm(guests[0]).expect(200);
    await confirm(guests[1]).expect(200);
    expect(await statesOf(guests)).toEqual(['ready', 'ready', 'ready']);
    const { participant } = (await confirm(guests[2]).expect(200)).body as { participant: Participant };
    expect(participant).toMatchObject({ state: 'active', ready_until: null });
    const sessions = new Set((await standingOf(guests)).map(({ session_id }) => session_id));
    expect([...sessions]).toEqual([participant.session_id]);
    await reachLimit(guests);
    expect(await statesOf(guests)).toEqual(['active', 'active', 'active']);
  });

  it('starts one talk when all confirm at the same moment', async () => {
    const project = await buildChecked({ group_target: 5, group_min: 2 });
    const guests = await buildAsked(api, project);
    const answers = await Promise.all(guests.map((guest) => confirm(guest)));
    expect(answers.map(({ status }) => status)).toEqual(guests.map(() => 200));
    expect(await api.knex('sessions').where({ project_id: project.id })).toHaveLength(1);
  });

  it('puts aside who did not confirm, and the others back to the front', async () => {
    const project = await buildChecked();
    const guests = await buildAsked(api, project);
    const before = await standingOf(guests);
    await confirm(guests[1]);
    await reachLimit(guests);
    const after = await standingOf(guests);
    expect(after.map(({ state }) => state)).toEqual(['aside', 'waiting', 'aside']);
    expect(after[1]).toMatchObject({ waiting_since: before[1]?.waiting_since, ready_until: null });
    const later = await joinPresent(api, project.slug, 3);
    await bePresent(api, guests);
    expect(await jobs.match()).toBe(3);
    expect(await statesOf([...guests, ...later])).toEqual([
      ...['aside', 'ready', 'aside'],
      ...['ready', 'ready', 'waiting'],
    ]);
  });

  it('lets those who confirmed wait on when somebody leaves meanwhile', async () => {
    const guests = await buildAsked(api, await buildChecked());
    await guests[0]?.post('/api/participants/me/leave').expect(200);
    await confirm(guests[1]).expect(200);
    await confirm(guests[2]).expect(200);
    expect(await statesOf(guests)).toEqual(['finished', 'waiting', 'waiting']);
  });

  it('does not end the wait of somebody who is just asked, but after it comes to nothing', async () => {
    const guests = await buildAsked(api, await buildChecked({ group_min: 3 }));
    const ids = guests.map(({ participant }) => participant.id);
    const reach = async () => {
      const past = { waiting_until: api.knex.raw('clock_timestamp()') };
      await api.knex('participants').whereIn('id', ids).where({ state: 'waiting' }).update(past);
      await api.knex('due_rows').where({ kind: 'waiting_limit' }).update({ retry_at: null });
      await jobs.dueRows.claim('waiting_limit', await makeDue(api, 'waiting_limit', ids));
    };
    await reach();
    expect(await statesOf(guests)).toEqual(['ready', 'ready', 'ready']);
    await confirm(guests[0]);
    await reachLimit(guests);
    await reach();
    const [confirmed, ...others] = await standingOf(guests);
    expect(confirmed).toMatchObject({ state: 'finished', outcome: 'waited_too_long' });
    expect(others.map(({ state }) => state)).toEqual(['aside', 'aside']);
  });

  it('draws an arm when the talk begins and not before', async () => {
    const conditions = [
      { name: 'warm', weight: 1 },
      { name: 'cold', weight: 1 },
    ];
    const project = await buildChecked({ group_target: 2, conditions });
    const drawn = async () => {
      const runs = api.knex('runs').where({ project_id: project.id }).select('id');
      return api.knex('draws').whereIn('run_id', runs).pluck('drawn');
    };
    const guests = await buildAsked(api, project);
    await reachLimit(guests);
    expect(await drawn()).toEqual([]);
    const others = await buildAsked(api, project);
    for (const guest of others) await confirm(guest).expect(200);
    expect(await drawn()).toEqual([1]);
  });

  it('is nothing for who is not asked, and for participants alone', async () => {
    const [waiting] = await joinPresent(api, (await buildChecked()).slug, 1);
    const answer = await waiting?.post('/api/participants/me/ready').expect(409);
    expect(answer?.body).toMatchObject({ code: 'illegal_transition' });
    await request(api.app).post('/api/participants/me/ready').expect(401);
    await team.owner.post('/api/participants/me/ready').expect(403);
  });
});
