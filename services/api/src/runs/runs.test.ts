import type { EndpointResponse, Project, Run } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { serviceScope } from '../platform/scopes.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { Person, TestTeam } from '../testing/people.build.ts';
import { buildProject } from '../testing/projects.build.ts';
import { applyEvents, ordered } from '../testing/room-view.ts';
import { buildJobs, buildLiveProject, makeDue } from '../testing/study.build.ts';
import { closeRuns, findOpenRun } from './index.ts';

let api: TestApi;
let team: TestTeam;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const room = () => `group-${String(team.id)}`;
const runsPath = ({ id }: Project) => `/api/projects/${String(id)}/runs`;
const pathOf = ({ id }: Run) => `/api/runs/${String(id)}`;

const list = async (project: Project) =>
  (await team.observer.get(runsPath(project)).expect(200))
    .body as EndpointResponse<'GET /api/projects/:project_id/runs'>;

const runIn = (answer: { body: unknown }): Run => (answer.body as { run: Run }).run;

/** A live project, and the run that publishing has opened. */
const buildRun = async (): Promise<{ project: Project; run: Run }> => {
  const project = await buildLiveProject(team);
  const [run] = (await list(project)).runs;
  if (!run) throw new Error('publishing opened no run');
  return { project, run };
};

const close = async (run: Run): Promise<Run> =>
  runIn(await team.editor.post(`${pathOf(run)}/close`).expect(200));

const open = (project: Project, settings: object = {}, person: Person = team.editor) =>
  person.post(runsPath(project), { label: 'Autumn', ...settings });

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString();

const findOpen = (project: Project) => findOpenRun(api.knex, serviceScope(project), project.id);

const lastEvent = async (): Promise<unknown> =>
  api.knex('events').where({ room: room() }).orderBy('seq', 'desc').first('kind', 'records', 'actor_id');

/** What the worker does with what is due. */
const closeDue = (ids: number[]) => api.components.unitOfWork((work) => closeRuns(work, ids));

describe('publishing', () => {
  it('opens the first run with the first version, and none with later ones', async () => {
    const { project, run } = await buildRun();
    expect(run).toMatchObject({
      label: 'First run',
      closes_at: null,
      closed_at: null,
      max_participants: null,
    });
    expect(await findOpen(project)).toEqual(run);
    await close(run);
    await team.editor.post(`/api/projects/${String(project.id)}/publish`).expect(201);
    expect((await list(project)).runs).toHaveLength(1);
    expect(await findOpen(project)).toBeUndefined();
  });

  it('opens one run when two publish at the same moment', async () => {
    const { project } = await buildProject(team);
    const path = `/api/projects/${String(project.id)}/publish`;
    await Promise.all([team.editor.post(path).expect(201), team.owner.post(path).expect(201)]);
    expect((await list(project)).runs).toHaveLength(1);
  });
});

describe('a run', () => {
  it('is opened when no other one is, with its own settings', async () => {
    const { project, run } = await buildRun();
    expect((await open(project).expect(409)).body).toMatchObject({ code: 'conflict' });
    await close(run);
    const closes_at = inAnHour();
    const next = runIn(await open(project, { closes_at, max_participants: 60 }).expect(201));
    expect(next).toMatchObject({ label: 'Autumn', closes_at, closed_at: null, max_participants: 60 });
    expect(await lastEvent()).toEqual({
      kind: 'run.opened',
      records: { runs: [next] },
      actor_id: team.editor.user.id,
    });
    expect((await list(project)).runs.map(({ id }) => id)).toEqual([next.id, run.id]);
  });

  it('is one when many are opened at the same moment', async () => {
    const { project, run } = await buildRun();
    await close(run);
    const answers = await Promise.all(Array.from({ length: 6 }, () => open(project)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect((await list(project)).runs.filter(({ closed_at }) => closed_at === null)).toHaveLength(1);
  });

  it('is not opened before the first version, nor in the archive', async () => {
    const { project } = await buildProject(team);
    expect((await open(project).expect(409)).body).toMatchObject({ code: 'project_not_live' });
    const archived = (await buildRun()).project;
    const path = `/api/projects/${String(archived.id)}/status`;
    await team.editor.post(path, { status: 'archived' }).expect(200);
    expect((await open(archived).expect(409)).body).toMatchObject({ code: 'project_not_live' });
  });

  it('takes nobody before it opens', async () => {
    const { project, run } = await buildRun();
    await close(run);
    await open(project, { opens_at: inAnHour() }).expect(201);
    expect(await findOpen(project)).toBeUndefined();
  });

  it('does not close before it opens, nor in the past', async () => {
    const { project, run } = await buildRun();
    const past = await team.editor.patch(pathOf(run), { closes_at: anHourAgo() }).expect(422);
    expect(past.body).toMatchObject({ fields: { closes_at: expect.any(String) } });
    await close(run);
    const later = new Date(Date.now() + 7_200_000).toISOString();
    await open(project, { opens_at: later, closes_at: inAnHour() }).expect(422);
    await open(project, { opens_at: inAnHour(), closes_at: later }).expect(201);
  });

  it('is changed while it is open, and only renamed once it is closed', async () => {
    const { run } = await buildRun();
    const change = { closes_at: inAnHour(), max_participants: 12 };
    expect(runIn(await team.editor.patch(pathOf(run), change).expect(200))).toMatchObject(change);
    expect(await lastEvent()).toMatchObject({ kind: 'run.updated', records: { runs: [change] } });
    await close(run);
    const refused = await team.editor.patch(pathOf(run), { max_participants: 20 }).expect(409);
    expect(refused.body).toMatchObject({ code: 'illegal_transition' });
    const renamed = await team.editor.patch(pathOf(run), { label: 'Pilot' }).expect(200);
    expect(renamed.body).toMatchObject({ run: { label: 'Pilot', max_participants: 12 } });
    await team.editor.patch(pathOf(run), {}).expect(400);
  });

  it('is closed once', async () => {
    const { run } = await buildRun();
    expect((await close(run)).closed_at).not.toBeNull();
    expect(await lastEvent()).toMatchObject({ kind: 'run.closed', records: { runs: [{ id: run.id }] } });
    const again = await team.editor.post(`${pathOf(run)}/close`).expect(409);
    expect(again.body).toMatchObject({ code: 'illegal_transition' });
  });

  it('is the same in a page that kept itself current and in a fresh one', async () => {
    const { project, run } = await buildRun();
    const { runs, rooms } = await list(project);
    await close(run);
    const next = runIn(await open(project).expect(201));
    await team.editor.patch(pathOf(next), { label: 'Winter' }).expect(200);
    const kept = await applyEvents(api.knex, { room: room(), after: rooms[room()] ?? 0, state: { runs } });
    expect(kept).toEqual(ordered({ runs: (await list(project)).runs }));
  });

  it('is for editors to open and change; everyone in the team sees it, nobody else', async () => {
    const { project, run } = await buildRun();
    await close(run);
    for (const [person, status] of [
      [team.observer, 403],
      [team.stranger, 404],
    ] as const) {
      await open(project, {}, person).expect(status);
      await person.patch(pathOf(run), { label: 'Mine' }).expect(status);
      await person.post(`${pathOf(run)}/close`).expect(status);
    }
    await team.stranger.get(runsPath(project)).expect(404);
    await request(api.app).get(runsPath(project)).expect(401);
    await request(api.app)
      .post(`${pathOf(run)}/close`)
      .expect(401);
  });
});

describe('a run with a closing time', () => {
  const buildClosing = async () => {
    const { project, run } = await buildRun();
    await team.editor.patch(pathOf(run), { closes_at: inAnHour() }).expect(200);
    return { project, run };
  };
  const letTimePass = (run: Run) =>
    api.knex('runs').where({ id: run.id }).update({ closes_at: anHourAgo(), opens_at: anHourAgo() });
  const dueRowOf = (run: Run) => api.knex('due_rows').where({ kind: 'run_close', subject_id: run.id });

  it('is closed by the worker when it is over, once', async () => {
    const { project, run } = await buildClosing();
    expect(await closeDue([run.id])).toEqual([]);
    expect((await findOpen(project))?.id).toBe(run.id);
    await letTimePass(run);
    expect(await closeDue([run.id])).toEqual([]);
    expect(await lastEvent()).toMatchObject({ kind: 'run.closed', actor_id: null });
    const [{ closed_at } = run] = (await list(project)).runs;
    expect(closed_at).not.toBeNull();
    await closeDue([run.id]);
    expect((await list(project)).runs[0]?.closed_at).toBe(closed_at);
  });

  it('is closed by its due row', async () => {
    const { project, run } = await buildClosing();
    const jobs = buildJobs(api);
    await letTimePass(run);
    const due = await makeDue(api, 'run_close', [run.id]);
    expect(await jobs.dueRows.claim('run_close', due)).toHaveLength(1);
    await jobs.close();
    expect((await list(project)).runs[0]?.closed_at).not.toBeNull();
  });

  it('takes nobody when it is over, also before the worker has closed it, and makes way for the next', async () => {
    const { project, run } = await buildClosing();
    await letTimePass(run);
    expect(await findOpen(project)).toBeUndefined();
    const next = runIn(await open(project).expect(201));
    expect((await list(project)).runs).toMatchObject([
      { id: next.id, closed_at: null },
      { id: run.id, closed_at: expect.any(String) },
    ]);
  });

  it('has its due row moved with the time, also after that was done', async () => {
    const { run } = await buildClosing();
    await makeDue(api, 'run_close', [run.id]);
    await dueRowOf(run).update({ done_at: api.knex.fn.now(), tries: 3 });
    const closes_at = inAnHour();
    await team.editor.patch(pathOf(run), { closes_at }).expect(200);
    expect(await dueRowOf(run).select('due_at', 'done_at', 'tries')).toEqual([
      { due_at: closes_at, done_at: null, tries: 0 },
    ]);
  });

  it('is left for a later try while somebody changes it', async () => {
    const { run } = await buildClosing();
    await letTimePass(run);
    await api.knex.transaction(async (trx) => {
      await trx('runs').where({ id: run.id }).forUpdate().first('id');
      expect(await closeDue([run.id])).toEqual([run.id]);
    });
    expect(await closeDue([run.id])).toEqual([]);
    expect(await lastEvent()).toMatchObject({ kind: 'run.closed', records: { runs: [{ id: run.id }] } });
  });
});
