import type { Event } from '@convomatic/contracts';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildJobs, buildLiveProject, buildTalk, makeDue } from '../testing/study.build.ts';
import type { Talk } from '../testing/study.build.ts';
import { parseCsv } from './csv.build.ts';
import type { Row } from './csv.build.ts';

let api: TestApi;
let team: TestTeam;
let talk: Talk;
let events: Event[];

const difficult = [
  'plain',
  'a, b; c\t"quoted" \'single\'',
  'line\nbreak\r\nand carriage\rreturn',
  '=1+1',
  '+1',
  '-1',
  '@cmd',
  '\\. \\n \\x01 \\',
  '\\.',
  '👩‍👩‍👧‍👦 שלום مرحبا e\u0301 z\u200b\u200d\ufeffw',
  '\u0001\u0002\u001f\u007f',
  '  leading and trailing  ',
];

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
  talk = await buildTalk(api, await buildLiveProject(team, { group_target: 3 }, [0]));
  const { guests, path, session } = talk;
  for (const [turn, body] of difficult.entries()) {
    const message = { client_id: randomUUID(), type: 'text', body };
    await guests[turn % 2]?.post(`${path}/messages`, message).expect(201);
  }
  const jobs = buildJobs(api);
  const prompts = await api.knex('prompt_deliveries').where({ session_id: session.id }).pluck<number[]>('id');
  await jobs.dueRows.claim('prompt', await makeDue(api, 'prompt', prompts));
  await guests[2]?.post('/api/participants/me/leave').expect(200);
  await team.editor.post(`${path}/close`).expect(200);
  await jobs.close();
  events = await listRoomEvents(api.knex, `group-${String(session.id)}`);
});
afterAll(() => api.close());

const download = async (format: string, option = '') =>
  team.observer
    .get(`${talk.path}/export?format=${format}${option}`)
    .buffer(true)
    .parse((res, done) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => {
        done(null, Buffer.concat(chunks).toString());
      });
    })
    .expect(200);

const kindOf: Partial<Record<Event['kind'], string>> = {
  'message.created': 'message',
  'prompt.delivered': 'prompt',
  'member.left': 'member_left',
  'session.started': 'session_started',
  'session.closed': 'session_closed',
};

/** What the room carried, as the rows of an export say it. */
const expectRows = (rows: Row[]): void => {
  expect(rows.map(({ seq, kind }) => [Number(seq), kind])).toEqual(
    events.map(({ seq, kind }) => [seq, kindOf[kind]]),
  );
  for (const [index, { room, records }] of events.entries()) {
    const row = rows[index] ?? {};
    expect(row).toMatchObject({ room });
    const [message] = records.messages ?? [];
    if (!message) continue;
    expect(row).toMatchObject({
      text: message.body,
      occurred_at: message.delivered_at,
      client_id: message.client_id,
      sender_name: message.sender_name,
      sender_role: 'participant',
      type: 'text',
    });
    expect(Number(row.message_id)).toBe(message.id);
    expect(row.sender_public_id).toMatch(/^[0-9a-f-]{36}$/);
  }
};

describe('the export of a session', () => {
  it('as CSV holds what the room carried, message for message and byte for byte', async () => {
    const answer = await download('csv');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="session-${String(talk.session.id)}.csv"`,
    );
    const rows = parseCsv(answer.body as string);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      'session_id',
      'room',
      'seq',
      'occurred_at',
      'kind',
      'prompt_id',
      'message_id',
      'client_id',
      'sender_public_id',
      'sender_name',
      'sender_role',
      'recipient_public_id',
      'about_public_id',
      'condition',
      'role',
      'type',
      'text',
    ]);
    expectRows(rows);
    expect(rows.filter(({ kind }) => kind === 'message').map(({ text }) => text)).toEqual(difficult);
  });

  it('as CSV for spreadsheets puts an apostrophe before what they would take for a formula', async () => {
    const rows = parseCsv((await download('csv', '&escape_formulas=true')).body as string);
    const texts = rows.filter(({ kind }) => kind === 'message').map(({ text }) => text ?? '');
    const escaped = texts.filter((text) => text.startsWith("'"));
    expect(escaped).toEqual(["'=1+1", "'+1", "'-1", "'@cmd"]);
    expect(texts.map((text) => text.replace(/^'/, ''))).toEqual(difficult);
  });

  it('as JSON Lines holds the same, and never an apostrophe of ours', async () => {
    const text = (await download('jsonl', '&escape_formulas=true')).body as string;
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    expectRows(rows);
    expect(rows.filter(({ kind }) => kind === 'message').map((row) => row.text)).toEqual(difficult);
    const prompt = rows.find(({ kind }) => kind === 'prompt');
    expect(prompt).toMatchObject({ text: 'What comes after 0 ms?', sender_role: 'system' });
    expect(rows.find(({ kind }) => kind === 'member_left')).toMatchObject({
      type: 'left',
      sender_role: 'participant',
    });
    expect(rows.at(-1)).toMatchObject({ kind: 'session_closed', type: 'closed_by_team', text: null });
  });

  it('names who of the team did what, who got what alone, and in which arm everybody was', async () => {
    const other = await buildTalk(api, await buildLiveProject(team));
    const [guest, alone] = other.guests;
    const { id: session_id } = other.session;
    await api.knex('sessions').where({ id: session_id }).update({ condition: '=blue' });
    const seat = { session_id, participant_id: guest?.participant.id };
    await api.knex('assignments').where(seat).update({ role: 'asks' });
    const said = { client_id: randomUUID(), type: 'text', body: 'Hello' };
    await guest?.post(`${other.path}/messages`, said).expect(201);
    const told = { ...said, client_id: randomUUID(), recipient_user_id: alone?.user_id };
    await team.editor.post(`${other.path}/messages`, told).expect(201);
    await team.editor.post(`${other.path}/pause`).expect(200);
    await team.editor.post(`${other.path}/resume`).expect(200);
    const text = (await team.observer.get(`${other.path}/export?escape_formulas=true`).expect(200)).text;
    const rows = parseCsv(text);
    const rowsOf = (wanted: string) => rows.filter(({ kind }) => kind === wanted);
    expect(rowsOf('message')).toMatchObject([
      { role: 'asks', condition: "'=blue", recipient_public_id: null, sender_role: 'participant' },
      {
        ...{ sender_role: 'moderator', sender_name: team.editor.user.name, sender_public_id: null },
        ...{ room: `user-${String(alone?.user_id)}`, recipient_public_id: expect.any(String) },
      },
    ]);
    const act = { sender_name: team.editor.user.name, sender_role: 'moderator' };
    expect(rowsOf('session_paused')).toMatchObject([{ ...act, type: 'team' }]);
    expect(rowsOf('session_resumed')).toMatchObject([act]);
  });

  it('still holds messages and prompts when the events are no longer kept', async () => {
    const other = await buildTalk(api, await buildLiveProject(team));
    await other.guests[0]
      ?.post(`${other.path}/messages`, { client_id: randomUUID(), type: 'text', body: 'kept' })
      .expect(201);
    await api
      .knex('events')
      .where({ room: `group-${String(other.session.id)}` })
      .delete();
    const rows = parseCsv((await team.owner.get(`${other.path}/export`).expect(200)).text);
    expect(rows).toMatchObject([{ seq: '2', kind: 'message', text: 'kept' }]);
  });

  it('is for the team alone', async () => {
    const path = `${talk.path}/export`;
    await request(api.app).get(path).expect(401);
    await talk.guests[0]?.get(path).expect(403);
    await team.stranger.get(path).expect(404);
    await team.owner.get('/api/sessions/999999/export').expect(404);
    await team.owner.get(`${path}?format=xml`).expect(400);
  });

  it('gives its connection back when the reader goes away in the middle', async () => {
    const long = await buildTalk(api, await buildLiveProject(team));
    await api.knex.raw(
      `insert into messages (team_id, session_id, room, seq, client_id, sender_user_id, sender_name, sender_role, type, body, received_at, delivered_at)
       select :team, :session, 'long', n + 1, gen_random_uuid(), :user, 'A', 'participant', 'text', repeat('x', 4000), now(), now() from generate_series(1, 5000) n`,
      { team: team.id, session: long.session.id, user: long.guests[0]?.user_id },
    );
    const server = api.app.listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const cookie = `convomatic_login=${team.owner.token}`;
    const options = { port, path: `${long.path}/export`, headers: { cookie } };
    for (let turn = 0; turn < 6; turn += 1) {
      const asked = get(options);
      const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
      await once(answer, 'data');
      asked.destroy();
    }
    const copies = async () =>
      (
        await api
          .knex('pg_stat_activity')
          .where({ datname: api.knex.raw('current_database()') })
          .whereILike('query', 'copy%')
          .where({ state: 'active' })
          .select('pid')
      ).length;
    await until(async () => (await copies()) === 0);
    await team.owner.get(`${talk.path}/export`).expect(200);
    server.closeAllConnections();
    server.close();
  });
});
