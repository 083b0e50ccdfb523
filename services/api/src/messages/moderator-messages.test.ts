import type { Event, Message, SessionView } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { applyEventsSince, listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { Person, TestTeam } from '../testing/people.build.ts';
import { buildLiveProject, buildTalk } from '../testing/study.build.ts';
import type { Guest, Talk } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const startTalk = async (): Promise<Talk & { one: Guest; two: Guest }> => {
  const talk = await buildTalk(api, await buildLiveProject(team));
  const [one, two] = talk.guests;
  if (!one || !two) throw new Error('nobody was matched');
  return { ...talk, one, two };
};

type Words = { body: string; client_id?: string; recipient_user_id?: number };

const speak = (person: Pick<Person, 'post'>, { path }: Pick<Talk, 'path'>, words: Words) =>
  person.post(`${path}/messages`, { client_id: randomUUID(), type: 'text', ...words });

const spoken = async (person: Person, talk: Talk, words: Words): Promise<Message> =>
  ((await speak(person, talk, words).expect(201)).body as { message: Message }).message;

const viewOf = async (asker: Pick<Guest, 'get'>, { path }: Talk): Promise<SessionView> =>
  (await asker.get(path).expect(200)).body as SessionView;

const bodiesFor = async (asker: Pick<Guest, 'get'>, talk: Talk): Promise<string[]> =>
  (await viewOf(asker, talk)).messages.map(({ body }) => body);

const messagesIn = async (room: string): Promise<Event[]> =>
  (await listRoomEvents(api.knex, room)).filter(({ kind }) => kind === 'message.created');

describe('a member of the team', () => {
  it('speaks to everybody in a session under the own name, and is no member of it', async () => {
    const talk = await startTalk();
    const message = await spoken(team.editor, talk, { body: 'Welcome' });
    expect(message).toMatchObject({
      sender_role: 'moderator',
      sender_name: team.editor.user.name,
      recipient_user_id: null,
      seq: 2,
    });
    expect(await bodiesFor(talk.one, talk)).toEqual(['Welcome']);
    expect((await viewOf(talk.one, talk)).memberships).toHaveLength(2);
    expect((await messagesIn(groupRoom(talk.session.id))).map(({ records }) => records)).toEqual([
      { messages: [message] },
    ]);
  });

  it('speaks to one person alone: nobody else’s view, pages or rooms hold it', async () => {
    const talk = await startTalk();
    const before = await Promise.all([talk.one, talk.two, team.observer].map((asker) => viewOf(asker, talk)));
    const recipient_user_id = talk.one.user_id;
    const message = await spoken(team.owner, talk, { body: 'For you', recipient_user_id });
    await speak(talk.two, talk, { body: 'For all' }).expect(201);
    expect(await bodiesFor(talk.one, talk)).toEqual(['For you', 'For all']);
    expect(await bodiesFor(talk.two, talk)).toEqual(['For all']);
    expect(await bodiesFor(team.observer, talk)).toEqual(['For you', 'For all']);
    const page = (await talk.two.get(`${talk.path}/messages`).expect(200)).body as { messages: Message[] };
    expect(page.messages.map(({ body }) => body)).toEqual(['For all']);
    const own = await messagesIn(userRoom(recipient_user_id));
    expect(own.map(({ seq, records }) => [seq, records])).toEqual([[message.seq, { messages: [message] }]]);
    expect(await messagesIn(userRoom(talk.two.user_id))).toEqual([]);
    expect(await messagesIn(groupRoom(talk.session.id))).toHaveLength(1);
    for (const [index, asker] of [talk.one, talk.two, team.observer].entries()) {
      const view = before[index];
      const held = view && (await applyEventsSince(api.knex, view));
      expect({ ...held, server_time: null }).toEqual({ ...(await viewOf(asker, talk)), server_time: null });
    }
  });

  it('speaks once, however often the same is sent, and also while the session pauses', async () => {
    const talk = await startTalk();
    await team.editor.post(`${talk.path}/pause`).expect(200);
    const words = { body: 'A moment, please', client_id: randomUUID() };
    const ids = await Promise.all(
      Array.from({ length: 6 }, async () => (await spoken(team.editor, talk, words)).id),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await messagesIn(groupRoom(talk.session.id))).toHaveLength(1);
  });

  it('does not speak where nobody is any more, or to somebody who is not there', async () => {
    const [talk, other] = [await startTalk(), await startTalk()];
    const recipient_user_id = other.one.user_id;
    const refused = await speak(team.owner, talk, { body: 'Hello?', recipient_user_id }).expect(422);
    expect(refused.body).toMatchObject({ fields: { recipient_user_id: 'is not in this session' } });
    await team.editor.post(`${talk.path}/close`).expect(200);
    expect((await speak(team.owner, talk, { body: 'Hello?' }).expect(409)).body).toMatchObject({
      code: 'session_closed',
    });
    expect(await bodiesFor(team.observer, talk)).toEqual([]);
  });

  it('speaks in every session of a project that is not over, in each once', async () => {
    const project = await buildLiveProject(team);
    const [first, second, over] = [
      await buildTalk(api, project),
      await buildTalk(api, project),
      await buildTalk(api, project),
    ];
    await team.editor.post(`${first.path}/pause`).expect(200);
    await team.editor.post(`${over.path}/close`).expect(200);
    const path = `/api/projects/${String(project.id)}/messages`;
    const words = { client_id: randomUUID(), type: 'text', body: 'Five minutes are left.' };
    expect((await team.editor.post(path, words).expect(201)).body).toEqual({ sent: 2 });
    expect((await team.editor.post(path, words).expect(201)).body).toEqual({ sent: 0 });
    for (const talk of [first, second]) expect(await bodiesFor(team.observer, talk)).toEqual([words.body]);
    expect(await bodiesFor(team.observer, over)).toEqual([]);
    await team.observer.post(path, words).expect(403);
    await team.stranger.post(path, words).expect(404);
  });
});

describe('a participant', () => {
  it('writes to everybody, and to nobody alone', async () => {
    const talk = await startTalk();
    const recipient_user_id = talk.two.user_id;
    await speak(talk.one, talk, { body: 'Psst', recipient_user_id }).expect(403);
    expect(await bodiesFor(team.observer, talk)).toEqual([]);
  });
});

describe('a page of messages', () => {
  it('holds what was said to one person between those of the page, each once', async () => {
    const talk = await startTalk();
    const insert = (count: number, first: number) =>
      api.knex.raw(
        `insert into messages (team_id, session_id, room, seq, client_id, sender_user_id, sender_name, sender_role, type, body, received_at, delivered_at)
         select :team, :session, 'group-' || :session, :first + n, gen_random_uuid(), :user, 'A', 'participant', 'text', 'n', clock_timestamp(), clock_timestamp()
         from generate_series(1, :count) n`,
        { team: team.id, session: talk.session.id, user: talk.one.user_id, count, first },
      );
    const recipient_user_id = talk.one.user_id;
    await spoken(team.owner, talk, { body: 'first', recipient_user_id });
    await insert(150, 100);
    await spoken(team.owner, talk, { body: 'second', recipient_user_id });
    await insert(150, 250);
    await spoken(team.owner, talk, { body: 'third', recipient_user_id });
    const page = async (query: string) =>
      (await talk.one.get(`${talk.path}/messages${query}`).expect(200)).body as {
        messages: Message[];
        more: boolean;
      };
    const own = ({ messages }: { messages: Message[] }) =>
      messages.filter(({ recipient_user_id: to }) => to !== null).map(({ body }) => body);
    const newest = await page('');
    expect([newest.messages.length, newest.more, own(newest)]).toEqual([202, true, ['second', 'third']]);
    const older = await page(`?before=${String(newest.messages[0]?.seq)}`);
    expect([older.messages.length, older.more, own(older)]).toEqual([101, false, ['first']]);
    const forward = await page('?after=0');
    expect([forward.messages.length, forward.more, own(forward)]).toEqual([202, true, ['first', 'second']]);
    const rest = await page(`?after=${String(forward.messages.at(-1)?.seq)}`);
    expect([rest.messages.length, rest.more, own(rest)]).toEqual([101, false, ['third']]);
  });
});
