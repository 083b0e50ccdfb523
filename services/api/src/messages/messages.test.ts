import type { Message } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildLiveProject, buildTalk } from '../testing/study.build.ts';
import type { Guest, Talk } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const startTalk = async (): Promise<Talk & { first: Guest }> => {
  const talk = await buildTalk(api, await buildLiveProject(team));
  const [first] = talk.guests;
  if (!first) throw new Error('nobody was matched');
  return { ...talk, first };
};

const say = (
  { path }: Pick<Talk, 'path'>,
  guest: Guest,
  message: string | { body: string; client_id: string },
) => {
  const said = typeof message === 'string' ? { body: message, client_id: randomUUID() } : message;
  return guest.post(`${path}/messages`, { ...said, type: 'text' });
};

const page = async (talk: Talk, guest: Guest, query = '') =>
  (await guest.get(`${talk.path}/messages${query}`).expect(200)).body as {
    messages: Message[];
    more: boolean;
  };

const roomEvents = (talk: Talk, kind: string) =>
  api
    .knex('events')
    .where({ room: `group-${String(talk.session.id)}`, kind })
    .orderBy('seq')
    .select();

describe('posting a message', () => {
  it('stores exactly what was written, under the name of the session, as a numbered event', async () => {
    const talk = await startTalk();
    const body = ' =1+1, "quoted"\n\\ שלום 👩‍👩‍👧 e\u0301\u200b ';
    const { message } = (await say(talk, talk.first, body).expect(201)).body as { message: Message };
    expect(message).toMatchObject({
      body,
      seq: 2,
      sender_user_id: talk.first.user_id,
      sender_role: 'participant',
    });
    const [event] = (await roomEvents(talk, 'message.created')) as {
      records: object;
      seq: number;
      occurred_at: string;
    }[];
    expect(event).toMatchObject({
      seq: 2,
      records: { messages: [message] },
      occurred_at: message.delivered_at,
    });
    expect((await page(talk, talk.first)).messages).toEqual([message]);
  });

  it('gives the first message when the same client id is sent again, one after the other and at once', async () => {
    const talk = await startTalk();
    const client_id = randomUUID();
    const ids = new Set<number>();
    for (const answer of await Promise.all(
      Array.from({ length: 8 }, (_, turn) =>
        say(talk, talk.first, { body: `try ${String(turn)}`, client_id }).expect(201),
      ),
    )) {
      ids.add((answer.body as { message: Message }).message.id);
    }
    const again = (await say(talk, talk.first, { body: 'again', client_id }).expect(201)).body as {
      message: Message;
    };
    expect(new Set([...ids, again.message.id]).size).toBe(1);
    expect(again.message.seq).toBe(2);
    expect(await roomEvents(talk, 'message.created')).toHaveLength(1);
  });

  it('numbers messages of many at once without holes, in the order of their times', async () => {
    const talk = await startTalk();
    await Promise.all(
      Array.from({ length: 60 }, (_, turn) => {
        const guest = talk.guests[turn % talk.guests.length] ?? talk.first;
        return say(talk, guest, `message ${String(turn)}`).expect(201);
      }),
    );
    const { messages } = await page(talk, talk.first);
    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, index) => index + 2));
    const times = messages.map(({ delivered_at }) => delivered_at);
    expect(times).toEqual(times.toSorted());
  });

  it('is refused once the session has ended, but a repeated message is still answered', async () => {
    const talk = await startTalk();
    const client_id = randomUUID();
    await say(talk, talk.first, { body: 'in time', client_id }).expect(201);
    await team.editor.post(`${talk.path}/close`).expect(200);
    expect((await say(talk, talk.first, 'late').expect(409)).body).toMatchObject({ code: 'session_closed' });
    await say(talk, talk.first, { body: 'in time', client_id }).expect(201);
    const last = (await api
      .knex('events')
      .where({ room: `group-${String(talk.session.id)}` })
      .max('seq as seq')) as [{ seq: number }];
    expect(last[0].seq).toBe(3);
  });

  it('is not there for strangers, people of another talk, those who left, and those of the team who only look on', async () => {
    const [talk, other] = [await startTalk(), await startTalk()];
    const three = await buildTalk(api, await buildLiveProject(team, { group_target: 3 }));
    const [leaver] = three.guests;
    await leaver?.post('/api/participants/me/leave').expect(200);
    if (leaver) await say(three, leaver, 'hello?').expect(404);
    await say(talk, other.first, 'hello?').expect(404);
    const body = { client_id: randomUUID(), type: 'text', body: 'hello?' };
    await team.observer.post(`${talk.path}/messages`, body).expect(403);
    await team.stranger.post(`${talk.path}/messages`, body).expect(404);
    await request(api.app).post(`${talk.path}/messages`).send(body).expect(401);
    await say({ ...talk, path: '/api/sessions/999999' }, talk.first, 'hello?').expect(404);
    expect(await roomEvents(talk, 'message.created')).toHaveLength(0);
  });

  it('refuses what cannot be stored or read, and changes nothing', async () => {
    const talk = await startTalk();
    const client_id = randomUUID();
    for (const wrong of [
      {},
      { client_id, type: 'text' },
      { client_id: 'x', type: 'text', body: 'a' },
      { client_id, type: 'poll', body: 'a' },
      { client_id, type: 'text', body: '  ' },
      { client_id, type: 'text', body: 'a'.repeat(4_001) },
      { client_id, type: 'text', body: 'a\0b' },
      { client_id, type: 'text', body: '\ud800' },
      { client_id, type: 'text', body: 'a', seq: 1 },
    ]) {
      expect((await talk.first.post(`${talk.path}/messages`, wrong).expect(400)).body).toMatchObject({
        code: 'invalid_input',
      });
    }
    await say(talk, talk.first, '👍'.repeat(4_000)).expect(201);
    expect(await roomEvents(talk, 'message.created')).toHaveLength(1);
  });
});

describe('a page of messages', () => {
  it('goes forward and backward by number, and says when there is more', async () => {
    const talk = await startTalk();
    await api.knex.raw(
      `insert into messages (team_id, session_id, room, seq, client_id, sender_user_id, sender_name, sender_role, type, body, received_at, delivered_at)
       select :team, :session, 'group-' || :session, n + 1, gen_random_uuid(), :user, 'A', 'participant', 'text', n::text, now(), now() from generate_series(1, 250) n`,
      { team: team.id, session: talk.session.id, user: talk.first.user_id },
    );
    const newest = await page(talk, talk.first);
    expect([newest.messages.length, newest.messages.at(-1)?.seq, newest.more]).toEqual([200, 251, true]);
    const older = await page(talk, talk.first, `?before=${String(newest.messages[0]?.seq)}`);
    expect([older.messages.length, older.messages[0]?.seq, older.more]).toEqual([50, 2, false]);
    const forward = await page(talk, talk.first, '?after=0');
    expect([forward.messages.length, forward.messages[0]?.seq, forward.more]).toEqual([200, 2, true]);
  });

  it('is for members and the team, and not there for anybody else', async () => {
    const [talk, other] = [await startTalk(), await startTalk()];
    await team.observer.get(`${talk.path}/messages`).expect(200);
    await team.stranger.get(`${talk.path}/messages`).expect(404);
    await other.first.get(`${talk.path}/messages`).expect(404);
    await request(api.app).get(`${talk.path}/messages`).expect(401);
  });
});
