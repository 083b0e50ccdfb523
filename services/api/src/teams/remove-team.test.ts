import type { Boot, RemovedTeam } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { insertMembership } from '../memberships/index.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildPerson, buildTeam } from '../testing/people.build.ts';
import type { Person, TestTeam } from '../testing/people.build.ts';
import { buildLiveProject, buildTalk, joinProject } from '../testing/study.build.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const pathOf = ({ id }: TestTeam): string => `/api/teams/${String(id)}`;

const eventsIn = async (room: string): Promise<{ kind: string; records: object }[]> =>
  api
    .knex('events')
    .where({ room })
    .orderBy('seq')
    .select<{ kind: string; records: object }[]>('kind', 'records');

const groupsOf = async (person: Person): Promise<number[]> =>
  ((await person.get('/api/boot').expect(200)).body as Boot).groups.map(({ id }) => id);

const removedOf = async (person: Person): Promise<RemovedTeam[]> =>
  ((await person.get('/api/removed-teams').expect(200)).body as { teams: RemovedTeam[] }).teams;

const auditOf = (team: TestTeam): Promise<unknown[]> =>
  api.knex('audit_entries').where({ team_id: team.id }).orderBy('id').select('action', 'fields', 'actor_id');

describe('the name of a team', () => {
  it('is changed by its owners, whom the room tells', async () => {
    const team = await buildTeam(api);
    const answer = await team.owner.patch(pathOf(team), { name: ' Memory lab ' }).expect(200);
    expect(answer.body).toMatchObject({ team: { id: team.id, name: 'Memory lab' } });
    expect(await eventsIn(`group-${String(team.id)}`)).toMatchObject([
      { kind: 'team.updated', records: { teams: [{ id: team.id, name: 'Memory lab' }] } },
    ]);
    expect(await auditOf(team)).toEqual([
      { action: 'team.update', fields: ['name'], actor_id: team.owner.user.id },
    ]);
    const boot = (await team.observer.get('/api/boot').expect(200)).body as Boot;
    expect(boot.groups).toMatchObject([{ name: 'Memory lab' }]);
  });

  it('is changed by nobody else', async () => {
    const team = await buildTeam(api);
    for (const person of [team.editor, team.observer])
      await person.patch(pathOf(team), { name: 'Ours' }).expect(403);
    await team.stranger.patch(pathOf(team), { name: 'Ours' }).expect(404);
    await request(api.app).patch(pathOf(team)).send({ name: 'Ours' }).expect(401);
    await team.owner.patch(pathOf(team), { name: '  ' }).expect(400);
  });
});

describe('a removed team', () => {
  it('is there for nobody, and everyone is told in their own room, which ends their connections’ part in it', async () => {
    const team = await buildTeam(api);
    const project = await buildLiveProject(team);
    await team.owner.delete(pathOf(team)).expect(204);
    for (const person of [team.owner, team.editor, team.observer]) {
      await person.get(pathOf(team)).expect(404);
      await person.get(`/api/projects/${String(project.id)}`).expect(404);
      expect(await groupsOf(person)).toEqual([]);
      expect((await eventsIn(`user-${String(person.user.id)}`)).at(-1)).toMatchObject({
        kind: 'team.removed',
        records: { teams: [{ id: team.id }], memberships: [{ group_id: team.id, user_id: person.user.id }] },
      });
    }
    expect((await eventsIn(`group-${String(team.id)}`)).at(-1)).toMatchObject({ kind: 'team.removed' });
    expect((await auditOf(team)).at(-1)).toMatchObject({ action: 'team.remove', fields: ['deleted_at'] });
    await team.owner.delete(pathOf(team)).expect(404);
    await team.owner.patch(pathOf(team), { name: 'Again' }).expect(404);
  });

  it('takes no participant in, and its join pages say that there is nothing', async () => {
    const team = await buildTeam(api);
    const { slug } = await buildLiveProject(team);
    await request(api.app).get(`/join/${slug}`).expect(200);
    await team.owner.delete(pathOf(team)).expect(204);
    await request(api.app).get(`/join/${slug}`).expect(404);
    await request(api.app).post('/api/sessions/join').send({ slug }).expect(404);
  });

  it('comes back whole when an owner restores it', async () => {
    const team = await buildTeam(api);
    const { id } = await buildLiveProject(team);
    await team.owner.delete(pathOf(team)).expect(204);
    expect(await removedOf(team.owner)).toMatchObject([{ id: team.id, deleted_at: expect.any(String) }]);
    const answer = await team.owner.post(`${pathOf(team)}/restore`).expect(200);
    expect(answer.body).toMatchObject({ team: { id: team.id, name: 'Team' } });
    expect(await removedOf(team.owner)).toEqual([]);
    for (const person of [team.owner, team.editor, team.observer]) {
      expect(await groupsOf(person)).toEqual([team.id]);
      await person.get(`/api/projects/${String(id)}`).expect(200);
      expect((await eventsIn(`user-${String(person.user.id)}`)).at(-1)).toMatchObject({
        kind: 'team.restored',
        records: { memberships: [{ user_id: person.user.id }] },
      });
    }
    expect((await auditOf(team)).at(-1)).toMatchObject({ action: 'team.restore' });
    await team.owner.post(`${pathOf(team)}/restore`).expect(404);
  });

  it('is removed, listed and restored by owners alone', async () => {
    const team = await buildTeam(api);
    for (const person of [team.editor, team.observer]) await person.delete(pathOf(team)).expect(403);
    await team.stranger.delete(pathOf(team)).expect(404);
    await (await buildPerson(api, 'admin')).delete(pathOf(team)).expect(404);
    await request(api.app).delete(pathOf(team)).expect(401);
    await team.owner.delete(pathOf(team)).expect(204);
    const restore = `${pathOf(team)}/restore`;
    for (const person of [team.editor, team.observer]) {
      expect(await removedOf(person)).toEqual([]);
      await person.post(restore).expect(403);
    }
    expect(await removedOf(team.stranger)).toEqual([]);
    await team.stranger.post(restore).expect(404);
    await request(api.app).post(restore).expect(401);
    await request(api.app).get('/api/removed-teams').expect(401);
    await team.owner.post(restore).expect(200);
  });

  it('is not removed while people talk or wait in it, and the answer says how many', async () => {
    const team = await buildTeam(api);
    const talk = await buildTalk(api, await buildLiveProject(team));
    await joinProject(api, talk.project.slug);
    const refused = await team.owner.delete(pathOf(team)).expect(409);
    expect(refused.body).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('1 talk is going on and 1 person is waiting'),
    });
    await team.owner.get(pathOf(team)).expect(200);
  });

  it('loses nobody who joins at the same moment: either they are in it or it is not removed', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const team = await buildTeam(api);
      const { slug } = await buildLiveProject(team);
      const [joined, removed] = await Promise.all([
        request(api.app).post('/api/sessions/join').send({ slug }),
        team.owner.delete(pathOf(team)),
      ]);
      const waiting = await api.knex('participants').where({ team_id: team.id, state: 'waiting' });
      expect(waiting).toHaveLength(joined.status === 201 ? 1 : 0);
      expect([204, 409]).toContain(removed.status);
    }
  });

  it('leaves a person without a team who has no other, and signing up for a new one works', async () => {
    const team = await buildTeam(api);
    await team.owner.delete(pathOf(team)).expect(204);
    expect(await groupsOf(team.owner)).toEqual([]);
    await team.owner.post('/api/teams', { name: 'Next' }).expect(201);
    expect(await groupsOf(team.owner)).toHaveLength(1);
  });

  it('keeps the ends of memberships that ended before', async () => {
    const team = await buildTeam(api);
    const gone = await buildPerson(api);
    const key = { group_id: team.id, user_id: gone.user.id };
    await insertMembership(api.knex, { ...key, role: 'owner', name: gone.user.name });
    await gone.delete(`${pathOf(team)}/memberships/${String(gone.user.id)}`).expect(204);
    await team.owner.delete(pathOf(team)).expect(204);
    expect(await removedOf(gone)).toEqual([]);
    await gone.post(`${pathOf(team)}/restore`).expect(404);
    await team.owner.post(`${pathOf(team)}/restore`).expect(200);
    await gone.get(pathOf(team)).expect(404);
  });
});
