import type { AuditEntry, EndpointResponse } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildPerson, buildTeam } from '../testing/people.build.ts';
import type { Person, TestTeam } from '../testing/people.build.ts';
import { buildProject } from '../testing/projects.build.ts';

type Page = EndpointResponse<'GET /api/teams/:team_id/audit-entries'>;

let api: TestApi;
let team: TestTeam;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const pathOf = ({ id }: TestTeam): string => `/api/teams/${String(id)}/audit-entries`;

const read = async (person: Person, path: string): Promise<Page> =>
  (await person.get(path).expect(200)).body as Page;

const addEntries = async (count: number, entry: object): Promise<void> => {
  const rows = Array.from({ length: count }, () => ({ action: 'test.done', subject_type: 'test', ...entry }));
  await api.knex('audit_entries').insert(rows);
};

describe('an audit entry', () => {
  it('says who did what to which row, when and from where, with the names of what changed', async () => {
    const { project } = await buildProject(team);
    const path = `/api/projects/${String(project.id)}`;
    const body = { version: project.version, name: 'Renamed', duration_ms: project.duration_ms };
    const answer = await team.editor.patch(path, body).expect(200);
    const [entry] = (await read(team.owner, pathOf(team))).audit_entries;
    expect(entry).toEqual({
      id: expect.any(Number),
      team_id: team.id,
      actor_id: team.editor.user.id,
      actor_name: team.editor.user.name,
      action: 'project.update',
      subject_type: 'project',
      subject_id: project.id,
      fields: ['name'],
      address: expect.stringMatching(/127\.0\.0\.1$/),
      request_id: answer.get('x-request-id'),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  it('is not left by a change that did not come about', async () => {
    const { project } = await buildProject(team);
    const before = await read(team.owner, pathOf(team));
    await team.editor
      .patch(`/api/projects/${String(project.id)}`, { version: project.version + 1, name: 'x' })
      .expect(409);
    expect(await read(team.owner, pathOf(team))).toEqual(before);
  });

  it('is never changed nor removed, by the database user of the api either', async () => {
    await addEntries(1, { team_id: team.id });
    const entries = () => api.knex<AuditEntry>('audit_entries');
    const before = await entries().orderBy('id');
    await expect(entries().update({ action: 'nothing.done' })).rejects.toThrow('append-only');
    await expect(entries().where({ id: -1 }).del()).rejects.toThrow('append-only');
    await expect(api.knex('audit_entries').truncate()).rejects.toThrow('append-only');
    expect(await entries().orderBy('id')).toEqual(before);
  });
});

describe('the entries of a team', () => {
  it('come a page at a time, the newest first, each once', async () => {
    const other = await buildTeam(api);
    await addEntries(120, { team_id: other.id });
    const seen: number[] = [];
    let before: number | null = null;
    do {
      const path: string = before === null ? '' : `?before_id=${String(before)}`;
      const page: Page = await read(other.owner, `${pathOf(other)}${path}`);
      seen.push(...page.audit_entries.map(({ id }) => id));
      before = page.next_before_id;
    } while (before !== null);
    const ids = await api.knex('audit_entries').where({ team_id: other.id }).pluck<number[]>('id');
    expect(seen).toEqual(ids.toSorted((left, right) => right - left));
    expect(seen.length).toBeGreaterThanOrEqual(120);
  });

  it('are those of one person, or of one action, where that is asked for', async () => {
    const { id } = team.observer.user;
    await addEntries(2, { team_id: team.id, actor_id: id, action: 'test.looked' });
    await addEntries(1, { team_id: team.id, actor_id: id });
    const byPerson = await read(team.owner, `${pathOf(team)}?actor_id=${String(id)}`);
    expect(byPerson.audit_entries.map(({ action }) => action)).toEqual([
      'test.done',
      'test.looked',
      'test.looked',
    ]);
    const byBoth = await read(team.owner, `${pathOf(team)}?actor_id=${String(id)}&action=test.looked`);
    expect(byBoth.audit_entries).toHaveLength(2);
    expect(byBoth.next_before_id).toBeNull();
  });

  it('are for its owners alone', async () => {
    await request(api.app).get(pathOf(team)).expect(401);
    await team.observer.get(pathOf(team)).expect(403);
    await team.editor.get(pathOf(team)).expect(403);
    await team.stranger.get(pathOf(team)).expect(404);
    await (await buildPerson(api, 'admin')).get(pathOf(team)).expect(404);
  });
});

describe('the entries of the platform', () => {
  it('are what was done outside of teams, for admins alone', async () => {
    const admin = await buildPerson(api, 'admin');
    await admin.post('/api/notices', { type: 'info', message: 'Words that are nobody’s.' }).expect(201);
    const { audit_entries } = await read(admin, '/api/audit-entries?action=notice.create');
    expect(audit_entries).toMatchObject([{ team_id: null, actor_id: admin.user.id }]);
    const all = await read(admin, '/api/audit-entries');
    expect(all.audit_entries.filter(({ team_id }) => team_id !== null)).toEqual([]);
    await team.owner.get('/api/audit-entries').expect(403);
  });
});
