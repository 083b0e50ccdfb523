import { richTextOf } from '@convomatic/contracts';
import type { Project, Prompt } from '@convomatic/contracts';
import { documentsChannel, maxRichTextBytes } from '@convomatic/contracts/names';
import { createLogger } from '@convomatic/kit/logger';
import { createSubscriber } from '@convomatic/kit/redis';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildProject } from '../testing/projects.build.ts';
import { buildCollaborationServer, nameOf } from './documents.build.ts';

let api: TestApi;
let team: TestTeam;
let project: Project;
let node: ReturnType<typeof buildCollaborationServer>;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
  node = buildCollaborationServer(api);
  ({ project } = await buildProject(team));
});
afterAll(() => api.close());

const addPrompt = async (): Promise<Prompt> => {
  const answer = await team.editor
    .post(`/api/projects/${String(project.id)}/prompts`, { body: richTextOf('As it was'), offset_ms: 0 })
    .expect(201);
  return (answer.body as { prompt: Prompt }).prompt;
};

const bodyOf = async ({ id }: Prompt): Promise<unknown> =>
  (await api.knex<Prompt>('prompts').where({ id }).first('body'))?.body;

const lastEvent = async (): Promise<unknown> =>
  api
    .knex('events')
    .where({ room: `group-${String(team.id)}` })
    .orderBy('seq', 'desc')
    .first('seq', 'kind', 'actor_id', 'records');

const generationOf = async (name: string): Promise<number> =>
  (await api.knex<{ name: string; generation: number }>('documents').where({ name }).first('generation'))
    ?.generation ?? 0;

describe('loading a document', () => {
  it('CO6 makes a new generation for a node that has no state, and gives the text', async () => {
    const prompt = await addPrompt();
    const first = await node.load(nameOf(prompt)).expect(200);
    expect(first.body).toEqual({ generation: 1, text: prompt.body });
    const second = await node.load(nameOf(prompt)).expect(200);
    expect(second.body).toMatchObject({ generation: 2 });
  });

  it('CO6 keeps the generation for a node that has its state, and makes a new one for an older state', async () => {
    const prompt = await addPrompt();
    await node.load(nameOf(prompt)).expect(200);
    expect((await node.load(nameOf(prompt), 1)).body).toMatchObject({ generation: 1 });
    await team.editor.patch(`/api/prompts/${String(prompt.id)}`, { body: richTextOf('Else') }).expect(200);
    expect((await node.load(nameOf(prompt), 1)).body).toEqual({ generation: 3, text: richTextOf('Else') });
  });

  it('CO6 gives no generation that a node may have had before the database was restored', async () => {
    const prompt = await addPrompt();
    expect((await node.load(nameOf(prompt), 7)).body).toMatchObject({ generation: 8 });
    expect((await node.load(nameOf(prompt), 12)).body).toMatchObject({ generation: 13 });
  });

  it('CO6 gives many that load at once a generation each', async () => {
    const prompt = await addPrompt();
    const answers = await Promise.all(Array.from({ length: 8 }, () => node.load(nameOf(prompt)).expect(200)));
    const generations = answers.map(({ body }) => (body as { generation: number }).generation);
    expect(generations.toSorted((left, right) => left - right)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('makes no row for what is not there', async () => {
    const count = async () => (await api.knex('documents').count())[0];
    const before = await count();
    await node.load('prompt-999999-body').expect(404);
    await node.load('project-999999-welcome').expect(404);
    await node.load('prompt-1-secret').expect(400);
    expect(await count()).toEqual(before);
  });
});

describe('saving a document', () => {
  it('CO7 changes the prompt as any edit does: the team hears of it, by whom', async () => {
    const prompt = await addPrompt();
    await node.load(nameOf(prompt)).expect(200);
    const text = richTextOf('Typed by two');
    const { observer, editor } = team;
    const answer = await node
      .save(nameOf(prompt), { generation: 1, text, editors: [observer.user.id, editor.user.id] })
      .expect(200);
    expect(answer.body).toMatchObject({ generation: 1 });
    expect(await bodyOf(prompt)).toEqual(text);
    expect(await lastEvent()).toMatchObject({
      kind: 'prompt.updated',
      actor_id: editor.user.id,
      records: { prompts: [{ id: prompt.id, body: text }] },
    });
  });

  it('tells nobody of a text that is as it was', async () => {
    const prompt = await addPrompt();
    await node.load(nameOf(prompt)).expect(200);
    const before = await lastEvent();
    await node.save(nameOf(prompt), { generation: 1, text: prompt.body }).expect(200);
    expect(await lastEvent()).toEqual(before);
  });

  it('CO7 changes a project’s texts without making its settings stale', async () => {
    const path = `/api/projects/${String(project.id)}`;
    for (const field of ['welcome', 'farewell'] as const) {
      const name = `project-${String(project.id)}-${field}`;
      await node.load(name).expect(200);
      await node
        .save(name, { generation: 1, text: richTextOf(`New ${field}`), editors: [team.owner.user.id] })
        .expect(200);
      const answer = await team.editor.get(path).expect(200);
      expect(answer.body).toMatchObject({
        project: { version: project.version, [field]: richTextOf(`New ${field}`) },
      });
      expect(await lastEvent()).toMatchObject({ kind: 'project.updated', actor_id: team.owner.user.id });
    }
  });

  it('CO7 is refused to a node that another one has followed', async () => {
    const prompt = await addPrompt();
    const other = buildCollaborationServer(api, 'node-2');
    await node.load(nameOf(prompt)).expect(200);
    await other.load(nameOf(prompt), 1).expect(200);
    const refused = await node.save(nameOf(prompt), { generation: 1, text: richTextOf('Mine') }).expect(409);
    expect(refused.body).toMatchObject({ code: 'conflict' });
    await other.save(nameOf(prompt), { generation: 1, text: richTextOf('Theirs') }).expect(200);
    expect(await bodyOf(prompt)).toEqual(richTextOf('Theirs'));
  });

  it('CO7 is refused for an older generation, and for a document that nobody loaded', async () => {
    const prompt = await addPrompt();
    await node.save(nameOf(prompt), { generation: 1, text: richTextOf('Unloaded') }).expect(409);
    await node.load(nameOf(prompt)).expect(200);
    await node.load(nameOf(prompt)).expect(200);
    await node.save(nameOf(prompt), { generation: 1, text: richTextOf('Old') }).expect(409);
    expect(await bodyOf(prompt)).toEqual(prompt.body);
  });

  it('CO8 is refused for what is outside the schema, and for too much', async () => {
    const prompt = await addPrompt();
    await node.load(nameOf(prompt)).expect(200);
    const save = (text: unknown) => node.save(nameOf(prompt), { generation: 1, text });
    for (const text of [null, 'text', {}, { type: 'doc', content: [{ type: 'image' }] }]) {
      expect((await save(text).expect(422)).body).toMatchObject({ code: 'unprocessable' });
    }
    expect((await save(richTextOf('x'.repeat(maxRichTextBytes))).expect(413)).body).toMatchObject({
      code: 'too_large',
    });
    expect(await bodyOf(prompt)).toEqual(prompt.body);
  });

  it('is 404 for a prompt that was removed', async () => {
    const prompt = await addPrompt();
    await node.load(nameOf(prompt)).expect(200);
    await team.editor.delete(`/api/prompts/${String(prompt.id)}`).expect(204);
    await node.save(nameOf(prompt), { generation: 1, text: richTextOf('Late') }).expect(404);
    await node.load(nameOf(prompt), 1).expect(404);
  });

  it('and loading are for our own services alone', async () => {
    const prompt = await addPrompt();
    const stranger = buildCollaborationServer(api, 'node-1', 'x'.repeat(40));
    await stranger.load(nameOf(prompt)).expect(401);
    await stranger.save(nameOf(prompt), { generation: 1, text: prompt.body }).expect(401);
    await team.owner
      .post(`/api/documents/${nameOf(prompt)}/load`, { owner: 'me', generation: null })
      .expect(401);
  });
});

describe('a text that is written by other means', () => {
  it('CO9 gets a new generation, which is announced', async () => {
    const prompt = await addPrompt();
    const heard: unknown[] = [];
    const subscriber = createSubscriber({
      url: api.redisServer.url,
      logger: createLogger({ service: 'test', level: 'silent' }),
      name: 'test',
      channels: [documentsChannel],
      onMessage: (_channel, payload) => heard.push(JSON.parse(payload.toString())),
    });
    await until(() => subscriber.isReady());
    await node.load(nameOf(prompt)).expect(200);
    const path = `/api/prompts/${String(prompt.id)}`;
    await team.editor.patch(path, { body: richTextOf('By the api') }).expect(200);
    await until(() => heard.length > 0);
    expect(heard).toEqual([{ name: nameOf(prompt), generation: 2 }]);
    await team.editor.patch(path, { body: richTextOf('By the api') }).expect(200);
    await team.editor.patch(path, { offset_ms: 7 }).expect(200);
    expect(await generationOf(nameOf(prompt))).toBe(2);
    await subscriber.close();
  });

  it('CO9 is fenced for each text of a project on its own', async () => {
    const path = `/api/projects/${String(project.id)}`;
    const { version } = ((await team.editor.get(path)).body as { project: Project }).project;
    const names = ['welcome', 'farewell'].map((field) => `project-${String(project.id)}-${field}`);
    const before = await Promise.all(names.map((name) => generationOf(name)));
    await team.editor.patch(path, { version, name: 'Talk', welcome: richTextOf('By settings') }).expect(200);
    const after = await Promise.all(names.map((name) => generationOf(name)));
    expect(after.map((generation, index) => generation - (before[index] ?? 0))).toEqual([1, 0]);
  });

  it('CO9 is never given to a node as the text of an older generation, however they meet', async () => {
    for (let round = 0; round < 10; round += 1) {
      const prompt = await addPrompt();
      const body = richTextOf(`Round ${String(round)}`);
      const [loaded] = await Promise.all([
        node.load(nameOf(prompt)).expect(200),
        team.editor.patch(`/api/prompts/${String(prompt.id)}`, { body }).expect(200),
      ]);
      const { generation, text } = loaded.body as { generation: number; text: unknown };
      const isCurrent = generation === (await generationOf(nameOf(prompt)));
      expect(isCurrent ? text : prompt.body).toEqual(isCurrent ? body : prompt.body);
    }
  });
});
