import type { Erasure, Note, SessionView } from '@convomatic/contracts';
import { afterAll, beforeEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { until } from '@convomatic/kit/testing/until';
import { parseCsv } from '../exports/csv.build.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildJobs, buildLiveProject, buildTalk, joinProject } from '../testing/study.build.ts';
import type { Guest, Talk } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

let talk: Talk;
let erasedOne: Guest;
let other: Guest;
let secret: string;

const say = async (guest: Guest, body: string): Promise<number> => {
  const said = { client_id: randomUUID(), type: 'text', body };
  const answer = await guest.post(`${talk.path}/messages`, said).expect(201);
  return (answer.body as { message: { id: number } }).message.id;
};

const nameOf = async ({ user_id }: Guest): Promise<string> => {
  const row = await api
    .knex('memberships')
    .where({ group_id: talk.session.id, user_id })
    .first<{ name: string }>('name');
  return row.name;
};

beforeEach(async () => {
  secret = `secret-${randomUUID()}`;
  talk = await buildTalk(api, await buildLiveProject(team));
  const [one, two] = talk.guests;
  if (!one || !two) throw new Error('nobody talks');
  [erasedOne, other] = [one, two];
  await api.knex('external_ids').insert({
    ...{ team_id: team.id, platform: 'lab', external_id: `${secret}-id`, user_id: one.user_id },
  });
  const metadata = JSON.stringify({ q: `${secret}-metadata`, again: `${secret}-id` });
  await api.knex('participants').where({ id: one.participant.id }).update({ metadata });
  await api
    .knex('memberships')
    .where({ group_id: talk.session.id, user_id: one.user_id })
    .update({
      name: `${secret}-name`,
    });
  const message_id = await say(one, `${secret}-said`);
  await say(two, 'I stay.');
  await team.editor.post(`${talk.path}/notes`, { body: `${secret}-note`, message_id }).expect(201);
  await team.editor.post(`${talk.path}/notes`, { body: 'On the session.' }).expect(201);
});

const close = () => team.editor.post(`${talk.path}/close`).expect(200);
const pathOf = ({ participant }: Guest): string => `/api/participants/${String(participant.id)}`;
const erase = async (guest = erasedOne): Promise<Erasure> =>
  (await team.owner.delete(pathOf(guest)).expect(200)).body as Erasure;

/** What the queue does next, as a worker would. */
const forget = async (): Promise<void> => {
  const jobs = buildJobs(api);
  const { rows } = await api.knex.raw<{ rows: { payload: unknown }[] }>(
    `select j.payload from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'rooms.forget'`,
  );
  for (const { payload } of rows) {
    await jobs.tasks['rooms.forget'](payload);
    await jobs.tasks['rooms.forget'](payload);
  }
  await api.knex.raw(
    `select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs where task_identifier = 'rooms.forget'`,
  );
  await jobs.audit();
  await jobs.close();
};

const listRedis = async (): Promise<string> => {
  const keys = await api.redis.keys('*');
  const values: unknown[] = [];
  for (const key of keys) {
    const type = await api.redis.type(key);
    if (type === 'string') values.push(await api.redis.get(key));
    if (type === 'hash') values.push(await api.redis.hgetall(key));
    if (type === 'stream') values.push(await api.redis.xrange(key, '-', '+'));
    if (type === 'set') values.push(await api.redis.smembers(key));
  }
  return JSON.stringify([keys, values]);
};

/** Whose pages can connect. */
const listConnectable = async (): Promise<number[]> => {
  const keys = await api.redis.keys('/current_users/*');
  const users = keys.length > 0 ? await api.redis.mget(keys) : [];
  return users.map((user) => (JSON.parse(user ?? '{}') as { id: number }).id);
};

/** Where in the database the text stands: names of tables. */
const listTablesWith = async (text: string): Promise<string[]> => {
  const { rows } = await api.knex.raw<{ rows: { name: string }[] }>(
    `select tablename as name from pg_tables where schemaname = 'public'
       and cast((xpath('/row/n/text()', query_to_xml(format(
         'select count(*) as n from %I as t where cast(t as text) like %L', tablename, '%' || :wanted || '%'), false, true, '')))[1] as text) <> '0'`,
    { wanted: text },
  );
  return rows.map(({ name }) => name);
};

describe('erasing a participant', () => {
  it('leaves the text in no table, view, record, export or key of Redis', async () => {
    await until(async () => (await listRedis()).includes(`${secret}-said`));
    expect((await listTablesWith(secret)).sort()).toEqual(
      ['events', 'external_ids', 'memberships', 'messages', 'notes', 'participants'].sort(),
    );
    await close();
    const receipt = await erase();
    expect(receipt).toMatchObject({
      erased: { messages: 1, external_ids: 1, notes: 1, participant_tokens: 1 },
    });
    expect(receipt.erased.events).toBeGreaterThanOrEqual(3);
    await forget();
    expect(await listTablesWith(secret)).toEqual([]);
    expect(await listRedis()).not.toContain(secret);
    const projectPath = `/api/projects/${String(talk.project.id)}/export`;
    const seen = await Promise.all([
      team.owner.get(talk.path).expect(200),
      team.owner.get(`${talk.path}/messages`).expect(200),
      team.owner.get(`/api/records?room=group-${String(talk.session.id)}`).expect(200),
      team.owner.get(`/api/records?room=group-${String(team.id)}&limit=200`).expect(200),
      team.owner.get(`${talk.path}/export?format=csv`).expect(200),
      team.owner.get(`${projectPath}?table=messages`).expect(200),
      team.owner.get(`${projectPath}?table=notes`).expect(200),
      team.owner.get(`${projectPath}?table=participants&external_ids=true`).expect(200),
    ]);
    for (const answer of seen) expect(answer.text).not.toContain(secret);
  });

  it('keeps room, number and what others said, and exports say that it was erased', async () => {
    const before = await listRoomEvents(api.knex, `group-${String(talk.session.id)}`);
    await close();
    await erase();
    const after = await listRoomEvents(api.knex, `group-${String(talk.session.id)}`);
    expect(after.map(({ seq }) => seq)).toEqual(after.map((_, index) => index + 1));
    expect(after.slice(0, before.length).map(({ kind, id }) => [kind, id])).toEqual(
      before.map(({ kind, id }) => [kind, id]),
    );
    expect(after[1]?.records).toEqual({ erased: true });
    expect(after[2]?.records).toEqual(before[2]?.records);
    expect(after.at(-1)).toMatchObject({
      kind: 'participant.erased',
      records: { memberships: [{ user_id: erasedOne.user_id, name: 'Erased' }] },
    });
    const rows = parseCsv((await team.owner.get(`${talk.path}/export`).expect(200)).text);
    const messages = rows.filter(({ kind }) => kind === 'message');
    expect(messages.map(({ seq, type, text }) => [seq, type, text])).toEqual([
      ['2', 'erased', ''],
      ['3', 'text', 'I stay.'],
    ]);
    const view = (await team.owner.get(talk.path).expect(200)).body as SessionView;
    expect(view.messages[0]).toMatchObject({ seq: 2, type: 'erased', body: '', sender_name: 'Erased' });
    expect(await nameOf(other)).not.toBe('Erased');
    const { notes } = (await team.owner.get(`${talk.path}/notes`).expect(200)).body as { notes: Note[] };
    expect(notes.map(({ body }) => body)).toEqual(['On the session.']);
    expect(
      await api
        .knex('rooms')
        .where({ name: `group-${String(talk.session.id)}` })
        .select('open'),
    ).toEqual([{ open: false }]);
  });

  it('answers the same receipt again, also to two who ask at once, and is written down once', async () => {
    await close();
    const [one, two] = await Promise.all([erase(), erase()]);
    expect(two).toEqual(one);
    expect(await erase()).toEqual(one);
    const entries = await api
      .knex('audit_entries')
      .where({ action: 'participant.erase', subject_id: erasedOne.participant.id })
      .select('actor_id');
    expect(entries).toEqual([{ actor_id: team.owner.user.id }]);
  });

  it('ends the person’s ways in, and gives who comes again a new seat', async () => {
    const guest = await joinProject(api, talk.project.slug, { platform: 'lab', external_id: secret });
    expect(await listConnectable()).toContain(guest.user_id);
    await erase(guest);
    await guest.get('/api/boot').expect(401);
    expect(await listConnectable()).not.toContain(guest.user_id);
    const again = await joinProject(api, talk.project.slug, { platform: 'lab', external_id: secret });
    expect(again.participant.id).not.toBe(guest.participant.id);
    const row: unknown = await api
      .knex('participants')
      .where({ id: guest.participant.id })
      .first('state', 'outcome');
    expect(row).toEqual({ state: 'finished', outcome: 'removed' });
  });

  it('waits for the end of a talk', async () => {
    expect((await team.owner.delete(pathOf(erasedOne)).expect(409)).body).toMatchObject({
      code: 'illegal_transition',
    });
    expect(await listTablesWith(`${secret}-said`)).toContain('messages');
  });

  it('touches nothing of the same person in another project', async () => {
    const elsewhere = await buildLiveProject(team);
    const source = { platform: 'lab', external_id: `${secret}-id` };
    const metadata = { kept: 'kept' };
    const seat = await joinProject(api, elsewhere.slug, { ...source, metadata });
    expect(seat.user_id).toBe(erasedOne.user_id);
    await close();
    await erase();
    const row: unknown = await api.knex('participants').where({ id: seat.participant.id }).first('metadata');
    expect(row).toEqual({ metadata });
    await seat.get('/api/boot').expect(200);
  });

  it('is for owners', async () => {
    const path = pathOf(erasedOne);
    for (const asked of [path, `${path}/external-id`]) {
      await team.editor.delete(asked).expect(403);
      await team.stranger.delete(asked).expect(404);
      await request(api.app).delete(asked).expect(401);
    }
  });
});

describe('erasing external ids', () => {
  it('takes them and nothing else away, also out of the metadata', async () => {
    const path = `${pathOf(erasedOne)}/external-id`;
    const body = (await team.owner.delete(path).expect(200)).body as Erasure;
    expect(body).toMatchObject({ erased: { external_ids: 1, messages: 0 } });
    expect((await team.owner.delete(path).expect(200)).body).toEqual(body);
    expect(await listTablesWith(`${secret}-id`)).toEqual([]);
    expect(await listTablesWith(`${secret}-metadata`)).toEqual(['participants']);
    expect(await listTablesWith(`${secret}-said`)).toContain('messages');
    await close();
    expect(await erase()).toMatchObject({ erased: { external_ids: 0, messages: 1 } });
  });
});

describe('a project that keeps its data for some days', () => {
  it('has its people erased that long after the close, once, and nobody earlier', async () => {
    await close();
    await api.knex('projects').where({ id: talk.project.id }).update({ retention_days: 3 });
    const jobs = buildJobs(api);
    await jobs.clean();
    expect(await listTablesWith(`${secret}-said`)).toContain('messages');
    await api
      .knex('sessions')
      .where({ id: talk.session.id })
      .update({ closed_at: api.knex.raw("clock_timestamp() - interval '73 hours'") });
    await jobs.clean();
    await jobs.clean();
    await jobs.close();
    expect(await listTablesWith(secret)).toEqual([]);
    const erasures = await api
      .knex('erasures')
      .where({ project_id: talk.project.id })
      .select('participant_id', 'erased_by');
    expect(erasures).toEqual(
      talk.guests.map(({ participant }) => ({ participant_id: participant.id, erased_by: null })),
    );
  });
});
