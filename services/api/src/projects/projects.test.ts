import { richTextOf } from '@convomatic/contracts';
import type { Project } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildProject } from '../testing/projects.build.ts';
import { applyEvents, ordered } from '../testing/room-view.ts';

let api: TestApi;
let team: TestTeam;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const teamPath = () => `/api/teams/${String(team.id)}/projects`;
const pathOf = (project: Project) => `/api/projects/${String(project.id)}`;
const room = () => `group-${String(team.id)}`;

type List = { projects: Project[]; counts: { project_id: number }[]; rooms: Record<string, number> };

const list = async (): Promise<List> => (await team.observer.get(teamPath()).expect(200)).body as List;

describe('a project', () => {
  it('begins as a draft that could be filled at once, under a readable address of its own', async () => {
    const { project } = await buildProject(team);
    expect(project).toMatchObject({
      team_id: team.id,
      status: 'draft',
      version: 1,
      published_number: null,
      name: 'Talk',
    });
    expect(project.slug).toMatch(/^talk-[a-z0-9]{5}$/);
    const again = await buildProject(team);
    expect(again.project.slug).not.toBe(project.slug);
  });

  it('is read with its prompts and the number of the room that they stand for', async () => {
    const { project, prompts } = await buildProject(team, [0, 5_000]);
    const answer = await team.observer.get(pathOf(project)).expect(200);
    expect(answer.body).toMatchObject({ project, changed: true });
    expect((answer.body as { prompts: unknown }).prompts).toEqual(prompts);
    const { rooms } = answer.body as { rooms: Record<string, number> };
    const [last] = await api.knex('events').where({ room: room() }).max('seq as seq');
    expect(rooms).toEqual({ [room()]: (last as { seq: number }).seq });
  });

  it('is listed newest first with counts', async () => {
    const { project } = await buildProject(team);
    const { projects, counts } = await list();
    expect(projects[0]).toEqual(project);
    expect(counts.map((count) => count.project_id).sort()).toEqual(projects.map((one) => one.id).sort());
  });

  it('takes an edit of the settings that were read, and counts it', async () => {
    const { project } = await buildProject(team);
    const welcome = richTextOf('Hello there');
    const answer = await team.editor
      .patch(pathOf(project), { version: 1, group_target: 4, welcome })
      .expect(200);
    expect(answer.body).toMatchObject({ project: { version: 2, group_target: 4, welcome, name: 'Talk' } });
  });

  it('refuses an edit of older settings and keeps the newer ones', async () => {
    const { project } = await buildProject(team);
    await team.editor.patch(pathOf(project), { version: 1, name: 'First' }).expect(200);
    const answer = await team.owner.patch(pathOf(project), { version: 1, name: 'Second' }).expect(409);
    expect(answer.body).toMatchObject({ code: 'stale_version', fields: { version: 'is 2 now' } });
    const read = await team.owner.get(pathOf(project)).expect(200);
    expect(read.body).toMatchObject({ project: { name: 'First', version: 2 } });
  });

  it('lets one of many edits at the same moment win', async () => {
    const { project } = await buildProject(team);
    const names = ['A', 'B', 'C', 'D', 'E'];
    const answers = await Promise.all(
      names.map((name) => team.editor.patch(pathOf(project), { version: 1, name })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409, 409]);
  });

  it('refuses settings that do not go together', async () => {
    const { project } = await buildProject(team);
    const answer = await team.editor.patch(pathOf(project), { version: 1, group_min: 3 }).expect(422);
    expect(answer.body).toMatchObject({ code: 'unprocessable', fields: { group_min: expect.any(String) } });
  });

  it('refuses texts that are too long for one event, and changes nothing', async () => {
    const { project } = await buildProject(team);
    const long = richTextOf('x'.repeat(35_000));
    const answer = await team.editor
      .patch(pathOf(project), { version: 1, welcome: long, farewell: long })
      .expect(413);
    expect(answer.body).toMatchObject({ code: 'too_large' });
    const read = await team.editor.get(pathOf(project)).expect(200);
    expect((read.body as { project: Project }).project).toEqual(project);
  });

  it('tells its team’s room of everything: state plus events equals a fresh fetch', async () => {
    const before = await list();
    const after = before.rooms[room()] ?? 0;
    const made = await Promise.all([buildProject(team), buildProject(team), buildProject(team)]);
    await Promise.all(
      made.map(({ project }) =>
        team.editor.patch(pathOf(project), { version: 1, name: `Talk ${String(project.id)}` }),
      ),
    );
    await Promise.all(made.map(({ project }) => team.editor.post(`${pathOf(project)}/publish`).expect(201)));
    const view = await applyEvents(api.knex, { room: room(), after, state: { projects: before.projects } });
    expect(view).toEqual(ordered({ projects: (await list()).projects }));
  });

  it('can be seen by observers, changed by editors, and is not there for anybody else', async () => {
    const { project } = await buildProject(team);
    await team.observer.post(teamPath(), { name: 'Talk' }).expect(403);
    await team.observer.patch(pathOf(project), { version: 1, name: 'Mine' }).expect(403);
    await team.stranger.get(teamPath()).expect(404);
    await team.stranger.post(teamPath(), { name: 'Talk' }).expect(404);
    await team.stranger.get(pathOf(project)).expect(404);
    await team.stranger.patch(pathOf(project), { version: 1, name: 'Mine' }).expect(404);
    const anyone = request(api.app);
    await anyone.get(teamPath()).expect(401);
    await anyone.post(teamPath()).send({ name: 'Talk' }).expect(401);
    await anyone.get(pathOf(project)).expect(401);
    await anyone.patch(pathOf(project)).send({ version: 1, name: 'Mine' }).expect(401);
  });
});
