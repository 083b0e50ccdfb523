import { richTextOf } from '@convomatic/contracts';
import type { Project, Prompt, VersionDiff } from '@convomatic/contracts';
import { documentName, groupRoom } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { buildCollaborationServer } from '../documents/documents.build.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { Person, TestTeam } from '../testing/people.build.ts';
import { addPrompt, buildProject } from '../testing/projects.build.ts';
import { applyEvents, ordered } from '../testing/room-view.ts';

let api: TestApi;
let team: TestTeam;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const pathOf = ({ id }: Project): string => `/api/projects/${String(id)}`;

type Design = {
  project: Project;
  prompts: Prompt[];
  changed: boolean;
  rooms: Record<string, number>;
};

const read = async (project: Project): Promise<Design> =>
  (await team.observer.get(pathOf(project)).expect(200)).body as Design;

const restore = (project: Project, number: number, person: Person = team.editor) =>
  person.post(`${pathOf(project)}/versions/${String(number)}/restore`);

const diff = async (project: Project, from: string, to: string): Promise<VersionDiff> => {
  const answer = await team.observer
    .get(`${pathOf(project)}/versions/diff?from=${from}&to=${to}`)
    .expect(200);
  return (answer.body as { diff: VersionDiff }).diff;
};

const nothing: VersionDiff = { settings: [], texts: [], prompts: [] };

/** Published with three prompts; since then everything that can be changed in a draft was. */
const buildChanged = async () => {
  const { project, prompts } = await buildProject(team, [0, 0, 0]);
  const [first, second, third] = prompts as [Prompt, Prompt, Prompt];
  await team.editor.post(`${pathOf(project)}/publish`).expect(201);
  const settings = { name: 'Renamed', roles: ['host'], welcome: richTextOf('Hello') };
  await team.editor.patch(pathOf(project), { version: 1, ...settings }).expect(200);
  await team.editor.patch(`/api/prompts/${String(first.id)}`, { body: richTextOf('Else') }).expect(200);
  await team.editor.delete(`/api/prompts/${String(second.id)}`).expect(204);
  await team.editor.post(`/api/prompts/${String(third.id)}/move`, { after_id: null }).expect(200);
  const added = await addPrompt(team.editor, { project_id: project.id, offset_ms: 3_000 });
  return { project, first, second, third, added };
};

describe('the difference between versions', () => {
  it('shows what was edited in a live project since it was published', async () => {
    const { project, first, second, added } = await buildChanged();
    const found = await diff(project, '1', 'draft');
    expect(found.settings).toEqual([
      { field: 'name', from: 'Talk', to: 'Renamed' },
      { field: 'roles', from: [], to: ['host'] },
    ]);
    expect(found.texts).toMatchObject([{ field: 'welcome' }]);
    expect(found.prompts.map(({ id, kinds }) => ({ id, kinds }))).toEqual([
      { id: first.id, kinds: ['moved', 'changed'] },
      { id: added.id, kinds: ['added'] },
      { id: second.id, kinds: ['removed'] },
    ]);
  });

  it('is read both ways between two versions, and is nothing between one and itself', async () => {
    const { project } = await buildProject(team);
    await team.editor.post(`${pathOf(project)}/publish`).expect(201);
    await team.editor.patch(pathOf(project), { version: 1, name: 'Second' }).expect(200);
    await team.editor.post(`${pathOf(project)}/publish`).expect(201);
    expect((await diff(project, '1', '2')).settings).toEqual([{ field: 'name', from: 'Talk', to: 'Second' }]);
    expect((await diff(project, '2', '1')).settings).toEqual([{ field: 'name', from: 'Second', to: 'Talk' }]);
    expect(await diff(project, '2', '2')).toEqual(nothing);
    expect(await diff(project, '2', 'draft')).toEqual(nothing);
  });

  it('is for the team, and of versions that are there', async () => {
    const { project } = await buildProject(team);
    const path = `${pathOf(project)}/versions/diff?from=1&to=draft`;
    await team.observer.get(path).expect(404);
    await team.editor.post(`${pathOf(project)}/publish`).expect(201);
    await team.observer.get(path).expect(200);
    await team.stranger.get(path).expect(404);
    await request(api.app).get(path).expect(401);
    await team.observer.get(`${pathOf(project)}/versions/diff?from=1&to=latest`).expect(400);
  });
});

describe('restoring a version', () => {
  it('makes the draft what it was, and can be taken back by restoring another one', async () => {
    const { project, first, second, third } = await buildChanged();
    await team.editor.post(`${pathOf(project)}/publish`).expect(201);
    const answer = await restore(project, 1).expect(200);
    const { prompts, project: restored } = answer.body as Design;
    expect(prompts.map(({ id }) => id)).toEqual([first.id, second.id, third.id]);
    expect(restored).toMatchObject({ name: 'Talk', version: 3, published_number: 2 });
    expect(await diff(project, '1', 'draft')).toEqual(nothing);
    await restore(project, 2).expect(200);
    expect(await diff(project, '2', 'draft')).toEqual(nothing);
    expect((await read(project)).changed).toBe(false);
  });

  it('is told to open pages: what they keep is what a fresh one reads', async () => {
    const { project } = await buildChanged();
    const { prompts, project: before, rooms } = await read(project);
    await restore(project, 1).expect(200);
    const room = groupRoom(team.id);
    const state = { projects: [before], prompts };
    const kept = await applyEvents(api.knex, { room, after: rooms[room] ?? 0, state });
    const fresh = await read(project);
    expect(kept).toEqual(ordered({ projects: [fresh.project], prompts: fresh.prompts }));
  });

  it('keeps what is typed in the texts it rewrites from being saved over it, and leaves others alone', async () => {
    const { project, first, third } = await buildChanged();
    const node = buildCollaborationServer(api);
    const names = [
      documentName({ type: 'prompt', id: first.id, field: 'body' }),
      documentName({ type: 'project', id: project.id, field: 'welcome' }),
      documentName({ type: 'prompt', id: third.id, field: 'body' }),
    ] as const;
    for (const name of names) await node.load(name).expect(200);
    await restore(project, 1).expect(200);
    const save = { generation: 1, text: richTextOf('Typed') };
    await node.save(names[0], save).expect(409);
    await node.save(names[1], save).expect(409);
    await node.save(names[2], save).expect(200);
  });

  it('and an edit at the same moment leave one of the two, never a mixture', async () => {
    const { project } = await buildChanged();
    const edit = { version: 2, name: 'Edited', group_target: 7 };
    const [restored, edited] = await Promise.all([
      restore(project, 1),
      team.owner.patch(pathOf(project), edit),
    ]);
    expect(restored.status).toBe(200);
    // The edit came first and was restored away, or came too late for the settings it had read.
    expect([200, 409]).toContain(edited.status);
    expect(await diff(project, '1', 'draft')).toEqual(nothing);
  });

  it('and new prompts and moves at the same moment leave a whole sequence', async () => {
    const { project, third } = await buildChanged();
    await Promise.all([
      restore(project, 1).expect(200),
      addPrompt(team.owner, { project_id: project.id, offset_ms: 9_000 }),
      team.owner.post(`/api/prompts/${String(third.id)}/move`, { after_id: null }).expect(200),
      restore(project, 1, team.owner).expect(200),
    ]);
    const { prompts } = await read(project);
    expect(prompts.map(({ rank }) => rank)).toEqual(prompts.map((_, index) => index + 1));
  });

  it('is written down, and is for editors', async () => {
    const { project } = await buildChanged();
    await restore(project, 1, team.observer).expect(403);
    await restore(project, 1, team.stranger).expect(404);
    await request(api.app)
      .post(`${pathOf(project)}/versions/1/restore`)
      .expect(401);
    await restore(project, 9).expect(404);
    await restore(project, 1).expect(200);
    const entry: unknown = await api
      .knex('audit_entries')
      .where({ subject_type: 'project', subject_id: project.id })
      .orderBy('id', 'desc')
      .first('action', 'actor_id', 'fields');
    expect(entry).toEqual({
      action: 'project.update',
      actor_id: team.editor.user.id,
      fields: ['name', 'roles', 'welcome', 'prompts'],
    });
  });
});
