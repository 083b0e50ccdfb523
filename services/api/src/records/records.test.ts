import type { Boot, Event } from '@convomatic/contracts';
import { groupRoom, noticeRoom, userRoom } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRetention } from '../platform/realtime/index.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { Person, TestTeam } from '../testing/people.build.ts';
import { buildLiveProject, buildTalk } from '../testing/study.build.ts';
import type { Guest, Talk } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;
let talk: Talk;
let elsewhere: Talk;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
  talk = await buildTalk(api, await buildLiveProject(team, { group_min: 2, group_target: 2 }));
  elsewhere = await buildTalk(api, await buildLiveProject(team, { group_min: 2, group_target: 2 }));
  for (let turn = 0; turn < 5; turn += 1) await say(talk);
});
afterAll(() => api.close());

const say = ({ guests, path }: Talk) =>
  guests[0]
    ?.post(`${path}/messages`, { client_id: crypto.randomUUID(), type: 'text', body: 'Hello' })
    .expect(201);

type Page = { events: Event[]; position: string; more: boolean };

const ask = (who: Person | Guest | undefined, room: string, rest = '') => {
  if (!who) throw new Error('nobody to ask');
  return who.get(`/api/records?room=${room}${rest}`);
};

const pageOf = async (...asked: Parameters<typeof ask>): Promise<Page> =>
  (await ask(...asked).expect(200)).body as Page;

const room = (): string => groupRoom(talk.session.id);

describe('the records of a room', () => {
  it('are its events by number, in pages that follow each other', async () => {
    const first = await pageOf(talk.guests[0], room(), '&limit=4');
    expect(first).toMatchObject({ position: '1:4', more: true });
    const rest = await pageOf(talk.guests[0], room(), `&after=${first.position}`);
    expect(rest).toMatchObject({ position: '1:6', more: false });
    const events = [...first.events, ...rest.events];
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(events.map(({ kind }) => kind)).toEqual([
      'session.started',
      ...Array.from({ length: 5 }, () => 'message.created'),
    ]);
    expect(await pageOf(talk.guests[0], room(), '&after=1:6')).toEqual({
      events: [],
      position: '1:6',
      more: false,
    });
  });

  it('of a session are for those in it and for its team, whose reading is written down', async () => {
    expect((await pageOf(talk.guests[1], room())).events).toHaveLength(6);
    expect((await pageOf(team.observer, room())).events).toHaveLength(6);
    const entries = api
      .knex('audit_entries')
      .where({ actor_id: team.observer.user.id, action: 'session.read' });
    expect(await entries).toHaveLength(1);
  });

  it('of a team are for its members, and those of a person for that person alone', async () => {
    expect((await pageOf(team.observer, groupRoom(team.id))).events.length).toBeGreaterThan(0);
    const own = await pageOf(team.owner, userRoom(team.owner.user.id));
    expect(own.events[0]).toMatchObject({ kind: 'membership.created', seq: 1 });
  });

  it('are not there for a stranger, another talk, a participant elsewhere in the team, or who has left', async () => {
    const [guest] = talk.guests;
    await ask(team.stranger, room()).expect(404);
    await ask(team.stranger, groupRoom(team.id)).expect(404);
    await ask(team.stranger, userRoom(team.owner.user.id)).expect(404);
    await ask(team.owner, userRoom(team.observer.user.id)).expect(404);
    await ask(elsewhere.guests[0], room()).expect(404);
    await ask(guest, groupRoom(team.id)).expect(404);
    await ask(guest, userRoom(guest?.user_id ?? 0)).expect(404);
    await ask(team.owner, 'group-999999').expect(404);
    await ask(team.owner, noticeRoom).expect(400);
    await elsewhere.guests[1]?.post('/api/participants/me/leave').expect(200);
    await ask(elsewhere.guests[1], groupRoom(elsewhere.session.id)).expect(404);
  });

  it('of another epoch are gone, with the position of the oldest that is left', async () => {
    const answer = await ask(talk.guests[0], room(), '&after=2:3').expect(410);
    expect(answer.body).toMatchObject({ code: 'gone', fields: { oldest: '1:1' } });
  });

  it('are gone where retention took them, which spares what is not published, and may run twice', async () => {
    const retain = createRetention({ knex: api.knex, days: 30 });
    const old = api.knex.raw("clock_timestamp() - interval '31 days'");
    const events = () => api.knex('events').where({ room: room() });
    await events().where('seq', '<=', 5).update({ occurred_at: old, published_at: old });
    await events().where({ seq: 4 }).update({ published_at: null });
    await events().where({ seq: 6 }).update({ published_at: old });
    expect(await retain()).toBe(4);
    expect(await retain()).toBe(0);
    const answer = await ask(talk.guests[0], room(), '&after=1:2').expect(410);
    expect(answer.body).toMatchObject({ code: 'gone', fields: { oldest: '1:4' } });
    const torn = await ask(talk.guests[0], room()).expect(410);
    expect(torn.body).toMatchObject({ fields: { oldest: '1:6' } });
    expect((await pageOf(talk.guests[0], room(), '&after=1:5')).events).toHaveLength(1);
    await events().delete();
    await ask(talk.guests[0], room(), '&after=1:5').expect(410);
    expect(await pageOf(talk.guests[0], room(), '&after=1:6')).toMatchObject({ events: [], more: false });
    const boot = (await talk.guests[0]?.get('/api/boot').expect(200))?.body as Boot;
    expect(boot.rooms[room()]).toBe(6);
  });
});
