import type { Note, SessionView } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { parseCsv } from '../exports/csv.build.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { Person, TestTeam } from '../testing/people.build.ts';
import { buildLiveProject, buildTalk } from '../testing/study.build.ts';
import type { Talk } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;
let talk: Talk;
let message_id: number;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
  talk = await buildTalk(api, await buildLiveProject(team));
  const said = { client_id: randomUUID(), type: 'text', body: 'What I think.' };
  const answer = await talk.guests[0]?.post(`${talk.path}/messages`, said).expect(201);
  message_id = (answer?.body as { message: { id: number } }).message.id;
});
afterAll(() => api.close());

const noteOf = (answer: { body: unknown }): Note => (answer.body as { note: Note }).note;

const write = async (body: object, person: Person = team.observer): Promise<Note> =>
  noteOf(await person.post(`${talk.path}/notes`, body).expect(201));

const list = async (): Promise<Note[]> =>
  ((await team.editor.get(`${talk.path}/notes`).expect(200)).body as { notes: Note[] }).notes;

const teamRoom = () => `group-${String(team.id)}`;
const lastEvent = async () => (await listRoomEvents(api.knex, teamRoom())).at(-1);

describe('a note', () => {
  it('is on a session, one of its messages or one of its people, with the number of its event', async () => {
    const participant_id = talk.guests[1]?.participant.id;
    const plain = await write({ body: 'A good start.' });
    const about = await write({ body: 'Look at this.', message_id });
    const person = noteOf(
      await team.editor
        .post(`/api/participants/${String(participant_id)}/notes`, { body: 'Silent.' })
        .expect(201),
    );
    expect(plain).toMatchObject({
      ...{ session_id: talk.session.id, participant_id: null, message_id: null },
      ...{ author_id: team.observer.user.id, author_name: team.observer.user.name },
    });
    expect(about).toMatchObject({ message_id });
    expect(person).toMatchObject({ session_id: talk.session.id, participant_id });
    expect(await list()).toEqual([plain, about, person]);
    const events = await listRoomEvents(api.knex, teamRoom());
    for (const note of [plain, about, person]) {
      expect(events.find(({ seq }) => seq === note.seq)).toMatchObject({
        kind: 'note.created',
        records: { notes: [note] },
      });
    }
  });

  it('is about what is there and belongs together', async () => {
    const other = await buildTalk(api, await buildLiveProject(team));
    const elsewhere = other.guests[0]?.participant.id;
    await team.editor.post(`${other.path}/notes`, { body: 'a', message_id }).expect(422);
    await team.editor.post(`${talk.path}/notes`, { body: 'a', participant_id: elsewhere }).expect(404);
    await team.editor.post(`${talk.path}/notes`, { body: ' \n ' }).expect(400);
    await team.editor.post(`${talk.path}/notes`, { body: 'a\0' }).expect(400);
    await team.editor.post('/api/participants/999999/notes', { body: 'a' }).expect(404);
  });

  it('is changed, removed and put back by its author alone, and the team hears of it', async () => {
    const note = await write({ body: 'First thought.' });
    const path = `/api/notes/${String(note.id)}`;
    await team.owner.patch(path, { body: 'Mine now.' }).expect(403);
    await team.owner.delete(path).expect(403);
    const changed = noteOf(await team.observer.patch(path, { body: 'Second thought.' }).expect(200));
    expect(changed).toMatchObject({ id: note.id, seq: note.seq, body: 'Second thought.' });
    expect(await lastEvent()).toMatchObject({ kind: 'note.updated', records: { notes: [changed] } });
    await team.observer.delete(path).expect(204);
    await team.observer.delete(path).expect(204);
    expect((await list()).map(({ id }) => id)).not.toContain(note.id);
    expect(await lastEvent()).toMatchObject({ kind: 'note.removed', records: { notes: [{ id: note.id }] } });
    await team.observer.patch(path, { body: 'x' }).expect(404);
    await team.observer.post(`${path}/restore`).expect(200);
    expect((await list()).at(-1)).toMatchObject({ id: note.id, deleted_at: null });
    expect(await lastEvent()).toMatchObject({ kind: 'note.created' });
  });

  it('is nothing that a participant can read or hear of', async () => {
    const secret = `Secret ${randomUUID()}`;
    const { id } = await write({ body: secret, message_id });
    const [guest] = talk.guests;
    await guest?.get(`${talk.path}/notes`).expect(403);
    await guest?.post(`${talk.path}/notes`, { body: 'a' }).expect(403);
    const view = await guest?.get(talk.path).expect(200);
    expect((view?.body as SessionView).messages).toHaveLength(1);
    const seen = [view, await guest?.get('/api/boot').expect(200)];
    seen.push(await guest?.get(`/api/records?room=group-${String(talk.session.id)}`).expect(200));
    expect(JSON.stringify(seen.map((answer) => answer?.body as unknown))).not.toContain(secret);
    await guest?.get(`/api/records?room=${teamRoom()}`).expect(404);
    const rooms = await api.knex('events').whereLike('kind', 'note.%').distinct().pluck<string[]>('room');
    expect(rooms).toEqual([teamRoom()]);
    await team.stranger.get(`${talk.path}/notes`).expect(404);
    await team.stranger.delete(`/api/notes/${String(id)}`).expect(404);
    await request(api.app).get(`${talk.path}/notes`).expect(401);
  });

  it('is exported beside what it is about', async () => {
    const { id } = await write({ body: 'For the export.', message_id });
    const rows = parseCsv((await team.observer.get(`${talk.path}/export`).expect(200)).text);
    expect(rows.find(({ text }) => text === 'For the export.')).toMatchObject({
      ...{ kind: 'note', room: teamRoom(), sender_name: team.observer.user.name },
      message_id: String(message_id),
    });
    const path = `/api/projects/${String(talk.project.id)}/export?table=notes`;
    const notes = parseCsv((await team.observer.get(path).expect(200)).text);
    expect(notes.find(({ note_id }) => note_id === String(id))).toMatchObject({
      ...{ text: 'For the export.', message_id: String(message_id), message_seq: '2' },
      ...{ session_id: String(talk.session.id), author_name: team.observer.user.name },
    });
  });
});
