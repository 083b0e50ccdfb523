import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { text as textOf } from 'node:stream/consumers';
import request from 'supertest';
import { fromBuffer } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { Person, TestTeam } from '../testing/people.build.ts';
import { buildJobs, buildLiveProject, buildTalk, joinProject, makeDue } from '../testing/study.build.ts';
import type { Talk } from '../testing/study.build.ts';
import { parseCsv } from './csv.build.ts';
import type { Row } from './csv.build.ts';

let api: TestApi;
let team: TestTeam;
let talk: Talk;
let path: string;

const said = ['=1+1', 'plain, "quoted"\r\n', '👋 שלום e\u0301 z\u200bw', "'quoted"];

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
  talk = await buildTalk(api, await buildLiveProject(team, {}, [0]));
  for (const [turn, body] of said.entries()) {
    const message = { client_id: randomUUID(), type: 'text', body };
    await talk.guests[turn % 2]?.post(`${talk.path}/messages`, message).expect(201);
  }
  const jobs = buildJobs(api);
  const prompts = await api
    .knex('prompt_deliveries')
    .where({ session_id: talk.session.id })
    .pluck<number[]>('id');
  await jobs.dueRows.claim('prompt', await makeDue(api, 'prompt', prompts));
  await jobs.close();
  await team.editor.post(`${talk.path}/close`).expect(200);
  await joinProject(api, talk.project.slug, {
    platform: 'prolific',
    external_id: 'PID-7',
    metadata: { STUDY_ID: 's-1', again: 'PID-7' },
  });
  path = `/api/projects/${String(talk.project.id)}/export`;
});
afterAll(() => api.close());

const bytesOf = async (person: Person, query: string): Promise<Buffer> => {
  const answer = await person
    .get(`${path}?${query}`)
    .buffer(true)
    .parse((res, done) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => {
        done(null, Buffer.concat(chunks));
      });
    })
    .expect(200);
  return answer.body as Buffer;
};

const tableOf = async (table: string, query = '', person = team.observer): Promise<Row[]> =>
  parseCsv((await bytesOf(person, `table=${table}${query}`)).toString());

const unzip = (bytes: Buffer): Promise<Map<string, string>> =>
  new Promise((resolve, reject) => {
    const files = new Map<string, string>();
    const read = async (zip: ZipFile, entry: Entry): Promise<void> => {
      files.set(entry.fileName, await textOf(await zip.openReadStreamPromise(entry)));
      zip.readEntry();
    };
    fromBuffer(bytes, { lazyEntries: true }, (error: Error | null, zip) => {
      if (error) {
        reject(error);
        return;
      }
      zip.on('entry', (entry: Entry) => {
        read(zip, entry).catch(reject);
      });
      zip.on('end', () => {
        resolve(files);
      });
      zip.on('error', reject);
      zip.readEntry();
    });
  });

describe('a table of a project', () => {
  it('gives each message byte for byte, by public id, with its room, number and time', async () => {
    const rows = await tableOf('messages');
    expect(rows.map(({ text }) => text)).toEqual(said);
    for (const row of rows) {
      expect(row).toMatchObject({
        session_id: String(talk.session.id),
        room: `group-${String(talk.session.id)}`,
        sender_role: 'participant',
      });
      expect(row.sender_public_id).toMatch(/^[0-9a-f-]{36}$/);
      expect(row.occurred_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    }
    const escaped = await tableOf('messages', '&escape_formulas=true');
    expect(escaped.map(({ text }) => text)).toEqual(["'=1+1", said[1], said[2], "''quoted"]);
  });

  it('puts a message to one person where it was said, though its number is of another room', async () => {
    const other = await buildTalk(api, await buildLiveProject(team));
    const say = (person: Pick<Person, 'post'>, body: string, to: object = {}) =>
      person
        .post(`${other.path}/messages`, { client_id: randomUUID(), type: 'text', body, ...to })
        .expect(201);
    const [guest] = other.guests;
    if (!guest) throw new Error('nobody talks');
    for (const body of ['one', 'two', 'three', 'four']) await say(guest, body);
    await say(team.editor, 'for you alone', { recipient_user_id: guest.user_id });
    await say(guest, 'five');
    const answer = await team.observer
      .get(`/api/projects/${String(other.project.id)}/export?table=messages`)
      .expect(200);
    const rows = parseCsv(answer.text);
    expect(rows.map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four', 'for you alone', 'five']);
    expect(Number(rows[4]?.seq)).toBeLessThan(Number(rows[3]?.seq));
  });

  it('is there for everything that a project consists of', async () => {
    expect(await tableOf('sessions')).toMatchObject([
      {
        session_id: String(talk.session.id),
        state: 'closed',
        closed_reason: 'closed_by_team',
        version_number: '1',
      },
    ]);
    expect(await tableOf('participants')).toHaveLength(3);
    expect(await tableOf('prompt_deliveries')).toMatchObject([{ text: 'What comes after 0 ms?' }]);
    const assigned = await tableOf('assignments');
    expect(assigned).toHaveLength(2);
    expect(JSON.parse(assigned[0]?.queue ?? '')).toEqual(assigned.map(({ public_id }) => public_id));
    expect(await tableOf('outcomes')).toHaveLength(2);
    expect(await tableOf('absences')).toEqual([]);
    expect(await tableOf('notes')).toEqual([]);
  });

  it('as JSON Lines says the same as the events of the room', async () => {
    const lines = (await bytesOf(team.observer, 'table=messages&format=jsonl'))
      .toString()
      .trimEnd()
      .split('\n');
    const rows = lines.map((line) => JSON.parse(line) as { seq: number; text: string; message_id: number });
    const events = await api
      .knex('events')
      .where({ room: `group-${String(talk.session.id)}`, kind: 'message.created' })
      .orderBy('seq')
      .select<{ seq: number; records: { messages: [{ body: string; id: number }] } }[]>('seq', 'records');
    expect(rows.map(({ seq, text, message_id }) => [seq, text, message_id])).toEqual(
      events.map(({ seq, records: { messages } }) => [seq, messages[0].body, messages[0].id]),
    );
  });

  it('leaves out rehearsals and other runs', async () => {
    const { id, project_id } = talk.session;
    const [run] = await api
      .knex('runs')
      .insert({ team_id: team.id, project_id, label: 'Other', closed_at: api.knex.fn.now() })
      .returning<{ id: number }[]>('id');
    const inOther = `&run=${String(run?.id)}`;
    expect(await tableOf('messages', inOther)).toEqual([]);
    await api.knex('sessions').where({ id }).update({ run_id: run?.id });
    expect(await tableOf('messages', inOther)).toHaveLength(said.length);
    expect(await tableOf('participants', inOther)).toEqual([]);
    const rehearse = async (is_preview: boolean) => {
      await api.knex('sessions').where({ id }).update({ is_preview });
      await api.knex('participants').where({ session_id: id }).update({ is_preview });
    };
    await rehearse(true);
    const tables = ['messages', 'sessions', 'prompt_deliveries', 'assignments', 'outcomes'];
    for (const table of tables) expect([table, await tableOf(table)]).toEqual([table, []]);
    expect(await tableOf('participants')).toHaveLength(1);
    await team.observer.get(`${talk.path}/export`).expect(409);
    await rehearse(false);
  });

  it('has external ids for owners alone, who ask for them, and writes that down', async () => {
    const known = (await tableOf('participants')).at(-1);
    expect(known).toMatchObject({ platform: 'prolific', metadata: '{"STUDY_ID": "s-1"}' });
    expect(known).not.toHaveProperty('external_ids');
    expect(JSON.stringify(await tableOf('participants'))).not.toContain('PID-7');
    await team.editor.get(`${path}?table=participants&external_ids=true`).expect(403);
    const before = await api.knex('audit_entries').where({ action: 'external_id.export' }).select('id');
    const row = (await tableOf('participants', '&external_ids=true', team.owner)).at(-1);
    expect(JSON.parse(row?.external_ids ?? '')).toEqual([
      { platform: 'prolific', external_id: 'PID-7', verified: false },
    ]);
    const after = await api.knex('audit_entries').where({ action: 'external_id.export' }).select('id');
    expect([before.length, after.length]).toEqual([0, 1]);
  });

  it('that cannot even begin is an error, and no file', async () => {
    await api.knex.raw('alter table absences rename to away');
    const answer = await team.owner.get(`${path}?table=absences`).expect(500);
    expect(answer.body).toMatchObject({ code: 'internal' });
    expect(answer.get('content-disposition')).toBeUndefined();
    await api.knex.raw('alter table away rename to absences');
    await team.owner.get(`${path}?table=absences`).expect(200);
  });

  it('is for the team alone, and each is written down', async () => {
    await request(api.app).get(path).expect(401);
    await talk.guests[0]?.get(path).expect(403);
    await team.stranger.get(path).expect(404);
    await team.owner.get(`${path}?table=users`).expect(400);
    const own = { actor_id: team.editor.user.id, action: 'project.export' };
    await team.editor.get(`${path}?table=notes`).expect(200);
    expect(await api.knex('audit_entries').where(own).select('fields')).toEqual([{ fields: ['notes'] }]);
  });
});

describe('the archive of a project', () => {
  it('holds every table, each version and a codebook that describes every column', async () => {
    const files = await unzip(await bytesOf(team.observer, 'format=zip&escape_formulas=true'));
    const tables = [...files.keys()].filter((name) => name.endsWith('.csv'));
    expect(tables).toHaveLength(8);
    const book = files.get('codebook.md') ?? '';
    for (const name of tables) {
      const [header = ''] = (files.get(name) ?? '').split('\n');
      for (const column of header.split(',')) expect(book).toContain(`| ${column} |`);
    }
    expect(book).toContain('`escape_formulas=true`');
    expect(book).toContain('keeps its data until somebody erases it');
    expect(parseCsv(files.get('messages.csv') ?? '').map(({ text }) => text?.replace(/^'/, ''))).toEqual(
      said,
    );
    expect(JSON.parse(files.get('versions/1.json') ?? '')).toMatchObject({ project: { name: 'Talk' } });
  });
});
