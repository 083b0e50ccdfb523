import { richTextOf } from '@convomatic/contracts';
import type { Project, Prompt } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildProject } from '../testing/projects.build.ts';

let api: TestApi;
let team: TestTeam;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const projectPath = ({ id }: Project): string => `/api/projects/${String(id)}`;
const pathOf = (prompt: Prompt | undefined): string => `/api/prompts/${String(prompt?.id)}`;
const promptIn = (answer: { body: unknown }): Prompt => (answer.body as { prompt: Prompt }).prompt;

const insertFile = async ({ id }: Project, change: object = {}): Promise<number> => {
  const [row] = await api
    .knex('assets')
    .insert({
      ...{ team_id: team.id, project_id: id, kind: 'image', name: 'map.png', content_type: 'image/png' },
      ...{ bytes: 10, storage_key: crypto.randomUUID(), ...change },
    })
    .returning<{ id: number }[]>('id');
  return row?.id ?? 0;
};

const image = (asset_id: number) => ({ kind: 'image', asset_id, name: 'map.png' });

describe('a prompt for some', () => {
  it('is added and changed with its conditions, roles and link', async () => {
    const { project } = await buildProject(team);
    const asset = { kind: 'link', url: 'https://example.org/', title: 'Read this' };
    const added = await team.editor
      .post(`${projectPath(project)}/prompts`, {
        ...{ body: richTextOf('Hello'), offset_ms: 0, asset },
        ...{ conditions: ['calm'], roles: ['host', 'guest'] },
      })
      .expect(201);
    const prompt = promptIn(added);
    expect(prompt).toMatchObject({ asset, conditions: ['calm'], roles: ['host', 'guest'] });
    const changed = await team.editor
      .patch(pathOf(prompt), { asset: null, conditions: [], roles: ['guest'] })
      .expect(200);
    expect(promptIn(changed)).toMatchObject({
      ...{ asset: null, conditions: [], roles: ['guest'] },
      ...{ body: richTextOf('Hello'), offset_ms: 0 },
    });
  });

  it('names nobody twice, and links to pages alone', async () => {
    const { prompts } = await buildProject(team, [0]);
    await team.editor.patch(pathOf(prompts[0]), { roles: ['host', 'host'] }).expect(400);
    const asset = { kind: 'link', url: 'javascript:alert(1)', title: 'Read this' };
    await team.editor.patch(pathOf(prompts[0]), { asset }).expect(400);
  });

  it('stops publishing while the project has not the names', async () => {
    const { project, prompts } = await buildProject(team, [0]);
    await team.editor.patch(pathOf(prompts[0]), { conditions: ['calm'], roles: ['host'] }).expect(200);
    const field = `prompts.${String(prompts[0]?.id)}`;
    const refused = await team.editor.post(`${projectPath(project)}/publish`).expect(422);
    expect(Object.keys((refused.body as { fields: object }).fields)).toEqual([
      `${field}.conditions`,
      `${field}.roles`,
    ]);
    const known = { conditions: [{ name: 'calm', weight: 1 }], roles: ['host'] };
    await team.editor.patch(projectPath(project), { version: 1, ...known }).expect(200);
    await team.editor.post(`${projectPath(project)}/publish`).expect(201);
  });
});

describe('the file of a prompt', () => {
  it('is one of its own project, of the kind that it is', async () => {
    const { project, prompts } = await buildProject(team, [0]);
    const file = await insertFile(project);
    const foreign = await insertFile((await buildProject(team)).project);
    const put = (asset: object) => team.editor.patch(pathOf(prompts[0]), { asset });
    for (const asset of [image(foreign), image(file + 1_000), { ...image(file), kind: 'file' }]) {
      expect((await put(asset).expect(422)).body).toMatchObject({ fields: { asset: expect.any(String) } });
      const body = { body: richTextOf('Hello'), offset_ms: 0, asset };
      await team.editor.post(`${projectPath(project)}/prompts`, body).expect(422);
    }
    expect(promptIn(await put(image(file)).expect(200)).asset).toEqual(image(file));
  });

  it('stops publishing once it was removed', async () => {
    const { project, prompts } = await buildProject(team, [0]);
    const file = await insertFile(project);
    await team.editor.patch(pathOf(prompts[0]), { asset: image(file) }).expect(200);
    await team.editor.post(`${projectPath(project)}/publish`).expect(201);
    await api.knex('assets').where({ id: file }).update({ deleted_at: api.knex.fn.now() });
    const refused = await team.editor.post(`${projectPath(project)}/publish`).expect(422);
    expect(refused.body).toMatchObject({
      fields: { [`prompts.${String(prompts[0]?.id)}.asset`]: expect.any(String) },
    });
  });
});

describe('a duplicate', () => {
  it('stands behind its prompt with everything that it has', async () => {
    const { project, prompts } = await buildProject(team, [0, 5_000]);
    const [first, second] = prompts;
    const particulars = { conditions: ['calm'], roles: ['host'] };
    await team.editor.patch(pathOf(first), particulars).expect(200);
    const copy = promptIn(await team.editor.post(`${pathOf(first)}/duplicate`).expect(201));
    expect(copy).toMatchObject({ rank: 2, offset_ms: 0, body: first?.body, ...particulars });
    const read = await team.observer.get(projectPath(project)).expect(200);
    expect((read.body as { prompts: Prompt[] }).prompts.map(({ id }) => id)).toEqual([
      first?.id,
      copy.id,
      second?.id,
    ]);
  });

  it('is made of no prompt that was removed, and by editors alone', async () => {
    const { prompts } = await buildProject(team, [0]);
    const path = `${pathOf(prompts[0])}/duplicate`;
    await team.observer.post(path).expect(403);
    await team.stranger.post(path).expect(404);
    await request(api.app).post(path).expect(401);
    await team.editor.delete(pathOf(prompts[0])).expect(204);
    await team.editor.post(path).expect(404);
  });
});
