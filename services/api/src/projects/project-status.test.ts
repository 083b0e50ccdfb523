import type { Project, Prompt } from '@convomatic/contracts';
import { richTextOf } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import type { ProjectStatus } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { Person, TestTeam } from '../testing/people.build.ts';
import { buildProject } from '../testing/projects.build.ts';
import { buildJobs, buildLiveProject, buildTalk, joinPresent } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const pathOf = ({ id }: Project): string => `/api/projects/${String(id)}`;

const put = (project: Project, status: ProjectStatus, person: Person = team.editor) =>
  person.post(`${pathOf(project)}/status`, { status });

const lastEvents = async (count: number): Promise<unknown[]> => {
  const events: unknown[] = await api
    .knex('events')
    .where({ room: groupRoom(team.id) })
    .orderBy('seq', 'desc')
    .limit(count)
    .select('kind', 'records');
  return events.reverse();
};

const join = (project: Project) => request(api.app).post('/api/sessions/join').send({ slug: project.slug });

describe('a paused project', () => {
  it('takes nobody in and forms no groups, and goes on when it is live again', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    await joinPresent(api, project.slug, 2);
    const answer = await put(project, 'paused').expect(200);
    expect(answer.body).toMatchObject({ project: { status: 'paused', version: project.version } });
    expect(await lastEvents(1)).toMatchObject([
      { kind: 'project.updated', records: { projects: [{ id: project.id, status: 'paused' }] } },
    ]);
    expect((await join(project).expect(409)).body).toMatchObject({ code: 'project_not_live' });

    const jobs = buildJobs(api);
    await jobs.match();
    const sessions = api.knex('sessions').where({ project_id: project.id });
    expect(await sessions.clone()).toEqual([]);
    await put(project, 'live').expect(200);
    await jobs.match();
    await jobs.close();
    expect(await sessions.clone()).toHaveLength(1);
    await join(project).expect(201);
  });

  it('lets who talks go on, and stays paused when a version is published', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    const talk = await buildTalk(api, project);
    await put(project, 'paused').expect(200);
    await team.editor.post(`${pathOf(project)}/publish`).expect(201);
    const read = await team.observer.get(pathOf(project)).expect(200);
    expect(read.body).toMatchObject({ project: { status: 'paused', published_number: 2 } });
    const message = { client_id: crypto.randomUUID(), type: 'text', body: 'Still here' };
    await talk.guests[0]?.post(`${talk.path}/messages`, message).expect(201);
  });
});

describe('the archive', () => {
  it('takes no project in which people talk or wait', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    await joinPresent(api, project.slug, 1);
    expect((await put(project, 'archived').expect(409)).body).toMatchObject({ code: 'conflict' });
    expect((await team.editor.get(pathOf(project))).body).toMatchObject({ project: { status: 'live' } });
  });

  it('closes the run, refuses to publish, and gives a project back paused', async () => {
    const project = await buildLiveProject(team);
    await put(project, 'archived').expect(200);
    expect(await lastEvents(2)).toMatchObject([
      { kind: 'run.closed', records: { runs: [{ project_id: project.id }] } },
      { kind: 'project.updated', records: { projects: [{ status: 'archived' }] } },
    ]);
    const refused = await team.editor.post(`${pathOf(project)}/publish`).expect(409);
    expect(refused.body).toMatchObject({ code: 'illegal_transition' });
    await put(project, 'live').expect(409);
    await put(project, 'paused').expect(200);
  });
});

describe('the status of a project', () => {
  it('cannot become live without a version, nor draft with one', async () => {
    const { project } = await buildProject(team);
    expect((await put(project, 'live').expect(409)).body).toMatchObject({ code: 'illegal_transition' });
    await put(await buildLiveProject(team), 'draft').expect(409);
  });

  it('is changed once when two change it at the same moment', async () => {
    const project = await buildLiveProject(team);
    const answers = await Promise.all([put(project, 'paused'), put(project, 'paused', team.owner)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('is for editors', async () => {
    const project = await buildLiveProject(team);
    await put(project, 'paused', team.observer).expect(403);
    await put(project, 'paused', team.stranger).expect(404);
    await request(api.app)
      .post(`${pathOf(project)}/status`)
      .send({ status: 'paused' })
      .expect(401);
  });
});

type Design = { project: Project; prompts: Prompt[]; changed: boolean };

const read = async (project: Project): Promise<Design> =>
  (await team.observer.get(pathOf(project)).expect(200)).body as Design;

describe('a clone', () => {
  it('is a draft with the same settings and prompts under an address of its own', async () => {
    const { project } = await buildProject(team, [0, 5_000]);
    const conditions = [{ name: 'calm', weight: 2 }];
    const settings = { conditions, roles: ['host'], consent: richTextOf('Do you agree?') };
    await team.editor.patch(pathOf(project), { version: 1, ...settings }).expect(200);
    const asset = { kind: 'link', url: 'https://example.org/', title: 'Read this' };
    const [prompt] = (await read(project)).prompts;
    await team.editor
      .patch(`/api/prompts/${String(prompt?.id)}`, { asset, conditions: ['calm'], roles: ['host'] })
      .expect(200);
    await team.editor.post(`${pathOf(project)}/publish`).expect(201);

    const answer = await team.editor.post(`${pathOf(project)}/clone`).expect(201);
    const clone = (answer.body as { project: Project }).project;
    const original = await read(project);
    expect(clone).toEqual({
      ...original.project,
      ...{ id: expect.any(Number), slug: expect.stringMatching(/^talk-copy-/), name: 'Talk (copy)' },
      ...{ status: 'draft', version: 1, published_number: null },
      ...{ created_at: expect.any(String), updated_at: expect.any(String) },
    });
    const copied = await read(clone);
    const contentOf = ({ rank, offset_ms, body, ...prompt }: Prompt) => ({
      ...{ rank, offset_ms, body },
      ...{ asset: prompt.asset, conditions: prompt.conditions, roles: prompt.roles },
    });
    expect(copied.prompts.map(contentOf)).toEqual(original.prompts.map(contentOf));
    expect(await lastEvents(2)).toEqual([
      { kind: 'project.created', records: { projects: [clone] } },
      { kind: 'prompt.created', records: { prompts: copied.prompts } },
    ]);
  });

  it('leaves files with the project that they belong to, and shares nothing that is changed later', async () => {
    const { project, prompts } = await buildProject(team, [0]);
    const asset = { kind: 'image', asset_id: 1, name: 'map.png' };
    await api.knex('prompts').where({ id: prompts[0]?.id }).update({ asset });
    const answer = await team.editor.post(`${pathOf(project)}/clone`).expect(201);
    const clone = (answer.body as { project: Project }).project;
    expect((await read(clone)).prompts).toMatchObject([{ asset: null }]);
    await team.editor.patch(pathOf(clone), { version: 1, name: 'Else' }).expect(200);
    expect((await read(project)).project.name).toBe('Talk');
  });

  it('of a clone, and of a long name, has a name that fits', async () => {
    const { project } = await buildProject(team);
    await team.editor.patch(pathOf(project), { version: 1, name: `${'x'.repeat(119)}y` }).expect(200);
    const first = (await team.editor.post(`${pathOf(project)}/clone`).expect(201)).body as Design;
    expect(first.project.name).toBe(`${'x'.repeat(113)} (copy)`);
    const second = (await team.editor.post(`${pathOf(first.project)}/clone`).expect(201)).body as Design;
    expect(second.project.name).toBe(first.project.name);
  });

  it('is for editors', async () => {
    const { project } = await buildProject(team);
    await team.observer.post(`${pathOf(project)}/clone`).expect(403);
    await team.stranger.post(`${pathOf(project)}/clone`).expect(404);
    await request(api.app)
      .post(`${pathOf(project)}/clone`)
      .expect(401);
  });
});
