import { richTextOf } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { buildCollaborationServer, nameOf } from '../documents/documents.build.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { Person, TestTeam } from '../testing/people.build.ts';
import { buildProject } from '../testing/projects.build.ts';
import { buildLiveProject, buildTalk } from '../testing/study.build.ts';
import type { Talk } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const listOf = (subject_type: string, subject_id: number) =>
  api
    .knex('audit_entries')
    .where({ subject_type, subject_id })
    .orderBy('id')
    .select<{ actor_id: number; action: string; fields: string[] }[]>('actor_id', 'action', 'fields');

const startTalk = async (): Promise<Talk> => buildTalk(api, await buildLiveProject(team, {}, [0]));

const say = async ({ guests, path }: Talk, body: string): Promise<void> => {
  await guests[0]?.post(`${path}/messages`, { client_id: randomUUID(), type: 'text', body }).expect(201);
};

describe('reading what people said', () => {
  it('is written down once for each person, session and minute, pages of messages among it', async () => {
    const talk = await startTalk();
    await team.observer.get(talk.path).expect(200);
    await team.observer.get(talk.path).expect(200);
    await team.observer.get(`${talk.path}/messages`).expect(200);
    await team.owner.get(talk.path).expect(200);
    const read = { action: 'session.read', fields: [] };
    expect(await listOf('session', talk.session.id)).toEqual([
      { ...read, actor_id: team.observer.user.id },
      { ...read, actor_id: team.owner.user.id },
    ]);
  });

  it('is written down again when the minute is over', async () => {
    const talk = await startTalk();
    const { id } = talk.session;
    await api.knex('audit_entries').insert({
      ...{ team_id: team.id, actor_id: team.owner.user.id, action: 'session.read' },
      ...{ subject_type: 'session', subject_id: id },
      at: api.knex.raw("clock_timestamp() - interval '61 s'"),
    });
    await team.owner.get(talk.path).expect(200);
    expect(await listOf('session', id)).toHaveLength(2);
  });

  it('is written down for each export, and for watching', async () => {
    const talk = await startTalk();
    await team.observer.get(`${talk.path}/export`).expect(200);
    await team.observer.get(`${talk.path}/export?format=jsonl`).expect(200);
    await team.observer.post(`${talk.path}/watch`, { connection_id: 'a-connection_0' }).expect(204);
    const actions = (await listOf('session', talk.session.id)).map(({ action }) => action);
    expect(actions).toEqual(['session.export', 'session.export', 'session.watch']);
  });

  it('is nobody’s business where people read their own talk', async () => {
    const talk = await startTalk();
    await talk.guests[0]?.get(talk.path).expect(200);
    await talk.guests[0]?.get(`${talk.path}/messages`).expect(200);
    expect(await listOf('session', talk.session.id)).toEqual([]);
  });
});

describe('typing in a text', () => {
  it('is written down once for each person and text in ten minutes, whatever is saved', async () => {
    const { prompts } = await buildProject(team, [0]);
    const [prompt] = prompts;
    if (!prompt) throw new Error('there is no prompt');
    const node = buildCollaborationServer(api);
    const { generation } = (await node.load(nameOf(prompt)).expect(200)).body as { generation: number };
    const save = (text: string, people: Person[]) =>
      node.save(nameOf(prompt), {
        ...{ generation, text: richTextOf(text) },
        editors: people.map(({ user }) => user.id),
      });
    const before = (await listOf('prompt', prompt.id)).length;
    await save('One', [team.editor]).expect(200);
    await save('One, two', [team.editor]).expect(200);
    await save('One, two, three', [team.owner, team.editor]).expect(200);
    const typed = { action: 'project.update', fields: ['body'] };
    expect((await listOf('prompt', prompt.id)).slice(before)).toEqual([
      { ...typed, actor_id: team.editor.user.id },
      { ...typed, actor_id: team.owner.user.id },
    ]);
  });
});

describe('all that is written down', () => {
  it('holds nothing of what people wrote, and no secret', async () => {
    const secretWords = 'zebra-crossing';
    const { project } = await buildProject(team, [0]);
    const path = `/api/projects/${String(project.id)}`;
    const settings = { version: project.version, name: secretWords, welcome: richTextOf(secretWords) };
    await team.editor.patch(path, settings).expect(200);
    await team.editor.post(`${path}/prompts`, { body: richTextOf(secretWords), offset_ms: 0 }).expect(201);
    const invitation = { role: 'observer', email: `${secretWords}@example.org` };
    await team.owner.post(`/api/teams/${String(team.id)}/invitations`, invitation).expect(201);
    const talk = await startTalk();
    await say(talk, secretWords);
    await team.owner.get(talk.path).expect(200);
    await team.owner.get(`${talk.path}/export`).expect(200);
    await team.owner.post(`${talk.path}/close`).expect(200);
    const dump = JSON.stringify(await api.knex('audit_entries').select('*'));
    for (const action of ['session.read', 'session.export', 'session.close', 'invitation.create'])
      expect(dump).toContain(action);
    expect(dump).not.toContain('zebra');
    for (const secret of [team.owner.token, talk.guests[0]?.token]) expect(dump).not.toContain(secret);
  });
});
