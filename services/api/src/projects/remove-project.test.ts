import type { Count, EndpointResponse, Project, RemovedProject } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { applyEvents, ordered } from '../testing/room-view.ts';
import {
  buildJobs,
  buildLiveProject,
  buildTalk,
  joinPresent,
  joinProject,
  makeDue,
} from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const pathOf = ({ id }: Pick<Project, 'id'>): string => `/api/projects/${String(id)}`;

type ProjectList = EndpointResponse<'GET /api/teams/:team_id/projects'>;

const list = async (): Promise<ProjectList> =>
  (await team.owner.get(`/api/teams/${String(team.id)}/projects`).expect(200)).body as ProjectList;

const listRemoved = async (): Promise<RemovedProject[]> => {
  const answer = await team.observer.get(`/api/teams/${String(team.id)}/removed-projects`).expect(200);
  return (answer.body as { projects: RemovedProject[] }).projects;
};

const lastEvent = async (): Promise<unknown> =>
  api
    .knex('events')
    .where({ room: groupRoom(team.id) })
    .orderBy('seq', 'desc')
    .first('kind', 'records');

describe('a removed project', () => {
  it('is away from every list and page, with its talks, until it is restored', async () => {
    const project = await buildLiveProject(team);
    const talk = await buildTalk(api, project);
    await team.editor.post(`${talk.path}/close`).expect(200);
    await team.editor.delete(pathOf(project)).expect(204);

    expect((await list()).projects.map(({ id }) => id)).not.toContain(project.id);
    expect(await listRemoved()).toMatchObject([{ id: project.id, deleted_at: expect.any(String) }]);
    const member = team.observer;
    await member.get(pathOf(project)).expect(404);
    await member.get(`${pathOf(project)}/sessions`).expect(404);
    await member.get(talk.path).expect(404);
    await member.get(`${talk.path}/export?format=csv`).expect(404);
    await team.editor.post(`${pathOf(project)}/publish`).expect(404);
    await team.editor.delete(pathOf(project)).expect(404);

    const restored = await team.editor.post(`${pathOf(project)}/restore`).expect(200);
    expect(restored.body).toMatchObject({ project: { id: project.id, status: 'live', deleted_at: null } });
    expect(await listRemoved()).toEqual([]);
    await member.get(talk.path).expect(200);
    await member.get(`${talk.path}/export?format=csv`).expect(200);
    await team.editor.post(`${pathOf(project)}/restore`).expect(404);
  });

  it('reaches pages that are open: their state and the events equal a fresh fetch', async () => {
    const project = await buildLiveProject(team);
    const room = groupRoom(team.id);
    const before = await list();
    const viewAfter = (state: ProjectList) =>
      applyEvents(api.knex, { room, after: state.rooms[room] ?? 0, state: { projects: state.projects } });

    await team.editor.delete(pathOf(project)).expect(204);
    expect(await lastEvent()).toMatchObject({
      kind: 'project.removed',
      records: { projects: [{ id: project.id }] },
    });
    const removed = await list();
    expect(await viewAfter(before)).toEqual(ordered({ projects: removed.projects }));

    await team.editor.post(`${pathOf(project)}/restore`).expect(200);
    const restored = await list();
    expect(await viewAfter(removed)).toEqual(ordered({ projects: restored.projects }));
    const counts = restored.counts.filter(({ project_id }) => project_id === project.id);
    expect(await lastEvent()).toMatchObject({ kind: 'project.restored', records: { counts } });
  });

  it('is written down with who did it', async () => {
    const project = await buildLiveProject(team);
    await team.editor.delete(pathOf(project)).expect(204);
    await team.owner.post(`${pathOf(project)}/restore`).expect(200);
    const entries: unknown[] = await api
      .knex('audit_entries')
      .where({ subject_type: 'project', subject_id: project.id, team_id: team.id })
      .whereIn('action', ['project.remove', 'project.restore'])
      .orderBy('id')
      .select('action', 'actor_id', 'fields');
    expect(entries).toEqual([
      { action: 'project.remove', actor_id: team.editor.user.id, fields: ['deleted_at'] },
      { action: 'project.restore', actor_id: team.owner.user.id, fields: ['deleted_at'] },
    ]);
  });

  it('takes nobody in, and its join page says that there is nothing', async () => {
    const project = await buildLiveProject(team);
    await team.editor.delete(pathOf(project)).expect(204);
    await request(api.app).get(`/join/${project.slug}`).expect(404);
    await request(api.app).post('/api/sessions/join').send({ slug: project.slug }).expect(404);
  });

  it('is not removed while people talk or wait in it, and the answer says how many', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team));
    await joinProject(api, talk.project.slug);
    const refused = await team.editor.delete(pathOf(talk.project)).expect(409);
    expect(refused.body).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('1 talk is going on and 1 person is waiting'),
    });
    await team.editor.get(pathOf(talk.project)).expect(200);
  });

  it('matches nobody who slipped in at the last moment, and gives them their outcome at the limit', async () => {
    const project = await buildLiveProject(team);
    const guests = await joinPresent(api, project.slug, 2);
    const deleted_at = api.knex.raw('clock_timestamp()');
    await api.knex('projects').where({ id: project.id }).update({ deleted_at });
    const jobs = buildJobs(api);
    expect(await jobs.match()).toBe(0);
    const ids = guests.map(({ participant }) => participant.id);
    await api.knex('participants').whereIn('id', ids).update({ waiting_until: deleted_at });
    await jobs.dueRows.claim('waiting_limit', await makeDue(api, 'waiting_limit', ids));
    await jobs.close();
    const states = await api.knex('participants').whereIn('id', ids).select('state', 'outcome');
    expect(states).toEqual(ids.map(() => ({ state: 'finished', outcome: 'waited_too_long' })));
    const boot = await guests[0]?.get('/api/boot').expect(200);
    expect(boot?.body).toMatchObject({ place: { participant: { outcome: 'waited_too_long' } } });
  });

  it('is removed and restored by who may write, and listed by everyone in the team', async () => {
    const project = await buildLiveProject(team);
    const path = pathOf(project);
    const removed = `/api/teams/${String(team.id)}/removed-projects`;
    await team.observer.delete(path).expect(403);
    await team.stranger.delete(path).expect(404);
    await request(api.app).delete(path).expect(401);
    await team.editor.delete(path).expect(204);
    await team.observer.post(`${path}/restore`).expect(403);
    await team.stranger.post(`${path}/restore`).expect(404);
    await request(api.app).post(`${path}/restore`).expect(401);
    await team.stranger.get(removed).expect(404);
    await request(api.app).get(removed).expect(401);
    expect((await listRemoved()).map(({ id }) => id)).toContain(project.id);
  });
});

describe('counts', () => {
  it('of a removed project come back with it', async () => {
    const project = await buildLiveProject(team);
    const before = (await list()).counts.find(({ project_id }: Count) => project_id === project.id);
    await team.editor.delete(pathOf(project)).expect(204);
    expect((await list()).counts.find(({ project_id }) => project_id === project.id)).toBeUndefined();
    await team.editor.post(`${pathOf(project)}/restore`).expect(200);
    expect((await list()).counts).toContainEqual(before);
  });
});
