import { richTextOf } from '@convomatic/contracts';
import type { Project, Prompt } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { addPrompt, buildProject } from '../testing/projects.build.ts';
import { applyEvents, ordered } from '../testing/room-view.ts';

let api: TestApi;
let team: TestTeam;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const pathOf = (prompt: Prompt) => `/api/prompts/${String(prompt.id)}`;
const promptsPath = (project: Project) => `/api/projects/${String(project.id)}/prompts`;

type Read = { prompts: Prompt[]; project: Project; rooms: Record<string, number> };

const read = async (project: Project): Promise<Read> =>
  (await team.observer.get(`/api/projects/${String(project.id)}`).expect(200)).body as Read;

const orderOf = async (project: Project): Promise<number[]> => {
  const { prompts } = await read(project);
  expect(prompts.map((prompt) => prompt.rank)).toEqual(prompts.map((_, index) => index + 1));
  return prompts.map((prompt) => prompt.id);
};

const three = async () => {
  const { project, prompts } = await buildProject(team, [0, 10_000, 20_000]);
  const [first, second, third] = prompts as [Prompt, Prompt, Prompt];
  return { project, first, second, third };
};

describe('a prompt', () => {
  it('is added at the end, or behind another', async () => {
    const { project, first, second, third } = await three();
    const body = richTextOf('Between');
    const answer = await team.editor
      .post(promptsPath(project), { body, offset_ms: 5_000, after_id: first.id })
      .expect(201);
    const { prompt } = answer.body as { prompt: Prompt };
    expect(prompt).toMatchObject({
      rank: 2,
      offset_ms: 5_000,
      body,
      project_id: project.id,
      deleted_at: null,
    });
    expect(await orderOf(project)).toEqual([first.id, prompt.id, second.id, third.id]);
  });

  it('cannot be put behind one of another project', async () => {
    const { project, second } = await three();
    const other = await three();
    const add = { body: richTextOf('Lost'), offset_ms: 0, after_id: other.first.id };
    const answer = await team.editor.post(promptsPath(project), add).expect(422);
    expect(answer.body).toMatchObject({ fields: { after_id: expect.any(String) } });
    await team.editor.post(`${pathOf(second)}/move`, { after_id: other.first.id }).expect(422);
    expect(await orderOf(project)).toHaveLength(3);
  });

  it('is edited', async () => {
    const { first } = await three();
    const body = richTextOf('Other words');
    const answer = await team.editor.patch(pathOf(first), { body, offset_ms: 1_000 }).expect(200);
    expect(answer.body).toMatchObject({ prompt: { id: first.id, body, offset_ms: 1_000, rank: 1 } });
  });

  it('is moved to the front and behind another, and the answer is the whole sequence', async () => {
    const { project, first, second, third } = await three();
    const answer = await team.editor.post(`${pathOf(third)}/move`, { after_id: null }).expect(200);
    expect((answer.body as Read).prompts.map((prompt) => prompt.id)).toEqual([third.id, first.id, second.id]);
    await team.editor.post(`${pathOf(third)}/move`, { after_id: second.id }).expect(200);
    expect(await orderOf(project)).toEqual([first.id, second.id, third.id]);
  });

  it('is removed and comes back where it was', async () => {
    const { project, first, second, third } = await three();
    await team.editor.delete(pathOf(second)).expect(204);
    expect(await orderOf(project)).toEqual([first.id, third.id]);
    await team.editor.patch(pathOf(second), { offset_ms: 1 }).expect(404);
    await team.editor.post(`${pathOf(second)}/move`, { after_id: null }).expect(404);
    await team.editor.delete(pathOf(second)).expect(404);
    const answer = await team.editor.post(`${pathOf(second)}/restore`).expect(200);
    expect(answer.body).toMatchObject({ prompt: { id: second.id, rank: 2, deleted_at: null } });
    expect(await orderOf(project)).toEqual([first.id, second.id, third.id]);
  });

  it('that is there stays as it is when it is restored, and no event tells of it', async () => {
    const { project, first } = await three();
    const before = await read(project);
    await team.editor.post(`${pathOf(first)}/restore`).expect(200);
    expect(await read(project)).toEqual(before);
  });

  it('of a sequence that many people change at once ends at one place in one order', async () => {
    const { project, first, second, third } = await three();
    const moves = [first, second, third].flatMap((prompt) => [
      team.editor.post(`${pathOf(prompt)}/move`, { after_id: null }),
      team.owner.post(`${pathOf(prompt)}/move`, { after_id: prompt.id === third.id ? first.id : third.id }),
      addPrompt(team.editor, { project_id: project.id, offset_ms: 30_000 }),
    ]);
    for (const answer of await Promise.all(moves)) if ('status' in answer) expect(answer.status).toBe(200);
    expect(await orderOf(project)).toHaveLength(6);
  });

  it('tells the team’s room of every change: state plus events equals a fresh fetch', async () => {
    const { project, first, second, third } = await three();
    const start = await read(project);
    const room = `group-${String(team.id)}`;
    const steps = [
      () => team.editor.delete(pathOf(first)),
      () => team.editor.post(`${pathOf(first)}/restore`),
      () => team.editor.post(`${pathOf(third)}/move`, { after_id: null }),
      () => addPrompt(team.owner, { project_id: project.id, offset_ms: 30_000 }),
      () => addPrompt(team.owner, { project_id: project.id, offset_ms: 31_000, after_id: third.id }),
      () =>
        Promise.all([
          team.editor.post(`${pathOf(third)}/move`, { after_id: second.id }),
          team.editor.delete(pathOf(second)),
          team.owner.patch(pathOf(first), { body: richTextOf('Other words') }),
          addPrompt(team.owner, { project_id: project.id, offset_ms: 40_000 }),
        ]),
    ];
    for (const step of steps) {
      await step();
      const after = start.rooms[room] ?? 0;
      const view = await applyEvents(api.knex, { room, after, state: { prompts: start.prompts } });
      expect(view).toEqual(ordered({ prompts: (await read(project)).prompts }));
    }
  });

  it('of great length is moved with all others, in as many events as it takes', async () => {
    const { project } = await buildProject(team);
    const long = richTextOf('x'.repeat(39_000));
    const ids: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const answer = await team.editor
        .post(promptsPath(project), { body: long, offset_ms: turn })
        .expect(201);
      ids.push((answer.body as { prompt: Prompt }).prompt.id);
    }
    const [last] = ids.slice(-1);
    await team.editor.post(`/api/prompts/${String(last)}/move`, { after_id: null }).expect(200);
    expect(await orderOf(project)).toEqual([last, ...ids.slice(0, -1)]);
  });

  it('is changed by editors alone', async () => {
    const { project, first } = await three();
    const add = { body: richTextOf('Mine'), offset_ms: 0 };
    const changes = (post: typeof team.observer) => [
      post.post(promptsPath(project), add),
      post.patch(pathOf(first), { offset_ms: 1 }),
      post.post(`${pathOf(first)}/move`, { after_id: null }),
      post.delete(pathOf(first)),
      post.post(`${pathOf(first)}/restore`),
    ];
    for (const answer of await Promise.all(changes(team.observer))) expect(answer.status).toBe(403);
    for (const answer of await Promise.all(changes(team.stranger))) expect(answer.status).toBe(404);
    const anyone = request(api.app);
    await anyone.post(promptsPath(project)).send(add).expect(401);
    await anyone.patch(pathOf(first)).send({ offset_ms: 1 }).expect(401);
    await anyone
      .post(`${pathOf(first)}/move`)
      .send({ after_id: null })
      .expect(401);
    await anyone.delete(pathOf(first)).expect(401);
    await anyone.post(`${pathOf(first)}/restore`).expect(401);
    expect(await orderOf(project)).toHaveLength(3);
  });
});
