import type { Project, Snapshot, Version } from '@convomatic/contracts';
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

const pathOf = (project: Project) => `/api/projects/${String(project.id)}`;

const publish = (project: Project) => team.editor.post(`${pathOf(project)}/publish`);

const read = async (project: Project) =>
  (await team.observer.get(pathOf(project)).expect(200)).body as { project: Project; changed: boolean };

type Listed = (Version & { snapshot: Snapshot })[];

const versionsOf = async (project: Project): Promise<Listed> =>
  ((await team.observer.get(`${pathOf(project)}/versions`).expect(200)).body as { versions: Listed })
    .versions;

describe('publishing', () => {
  it('freezes the draft as version 1, makes the project live and gives its links', async () => {
    const { project, prompts } = await buildProject(team, [0, 5_000]);
    const answer = await publish(project).expect(201);
    expect(answer.body).toMatchObject({
      version: { number: 1, project_id: project.id, published_by: team.editor.user.id },
      join_url: `${api.publicUrl}/join/${project.slug}`,
      embed_url: `${api.publicUrl}/embed/${project.slug}`,
    });
    expect(await read(project)).toMatchObject({
      project: { status: 'live', published_number: 1, version: 1 },
      changed: false,
    });
    const [version] = await versionsOf(project);
    expect(version?.snapshot.prompts.map((prompt) => prompt.id)).toEqual(prompts.map((prompt) => prompt.id));
  });

  it('leaves older versions as they were when the draft goes on', async () => {
    const { project, prompts } = await buildProject(team, [0]);
    await publish(project).expect(201);
    const [first] = await versionsOf(project);
    await team.editor.patch(pathOf(project), { version: 1, name: 'Renamed' }).expect(200);
    expect((await read(project)).changed).toBe(true);
    await team.editor.delete(`/api/prompts/${String(prompts[0]?.id)}`).expect(204);
    await publish(project).expect(201);
    const [second, unchanged] = await versionsOf(project);
    expect(unchanged).toEqual(first);
    expect(second).toMatchObject({ number: 2, snapshot: { project: { name: 'Renamed' }, prompts: [] } });
  });

  it('says that nothing has changed once a change was taken back', async () => {
    const { project } = await buildProject(team, [0]);
    await publish(project).expect(201);
    await team.editor.patch(pathOf(project), { version: 1, name: 'Renamed' }).expect(200);
    await team.editor.patch(pathOf(project), { version: 2, name: project.name }).expect(200);
    expect((await read(project)).changed).toBe(false);
  });

  it('twice at the same moment gives two numbers', async () => {
    const { project } = await buildProject(team, [0]);
    const answers = await Promise.all([publish(project), publish(project), publish(project)]);
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect((await versionsOf(project)).map((version) => version.number)).toEqual([3, 2, 1]);
    expect((await read(project)).project.published_number).toBe(3);
  });

  it('is refused with the fields at fault, and freezes nothing', async () => {
    const { project, prompts } = await buildProject(team, [50_000, 10_000]);
    const answer = await publish(project).expect(422);
    expect(answer.body).toMatchObject({
      code: 'unprocessable',
      fields: { [`prompts.${String(prompts[1]?.id)}.offset_ms`]: expect.any(String) },
    });
    expect(await versionsOf(project)).toEqual([]);
    expect((await read(project)).project.status).toBe('draft');
  });

  it('tells the team’s room with the project and the version', async () => {
    const { project } = await buildProject(team);
    const answer = await publish(project).expect(201);
    const event: unknown = await api
      .knex('events')
      .where({ room: `group-${String(team.id)}`, kind: 'project.published' })
      .orderBy('seq', 'desc')
      .first('records', 'actor_id', 'team_id');
    expect(event).toEqual({
      records: {
        projects: [(await read(project)).project],
        versions: [(answer.body as { version: Version }).version],
      },
      actor_id: team.editor.user.id,
      team_id: team.id,
    });
  });

  it('is for editors; versions are for everyone in the team', async () => {
    const { project } = await buildProject(team);
    const path = `${pathOf(project)}/publish`;
    await team.observer.post(path).expect(403);
    await team.stranger.post(path).expect(404);
    await request(api.app).post(path).expect(401);
    await team.stranger.get(`${pathOf(project)}/versions`).expect(404);
    await request(api.app)
      .get(`${pathOf(project)}/versions`)
      .expect(401);
    await team.observer.get(`${pathOf(project)}/versions`).expect(200);
  });
});
