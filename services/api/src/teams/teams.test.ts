import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildPerson, buildTeam } from '../testing/people.build.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('a team', () => {
  it('is made with its maker as owner, whose own room hears of it', async () => {
    const person = await buildPerson(api);
    const answer = await person.post('/api/teams', { name: '  Lab  ' }).expect(201);
    const { team } = answer.body as { team: { id: number; name: string } };
    expect(team.name).toBe('Lab');
    const read = await person.get(`/api/teams/${String(team.id)}`).expect(200);
    expect(read.body).toMatchObject({
      team,
      memberships: [{ group_id: team.id, user_id: person.user.id, role: 'owner', name: person.user.name }],
      rooms: { [`group-${String(team.id)}`]: 0 },
    });
    const event: unknown = await api
      .knex('events')
      .where({ room: `user-${String(person.user.id)}` })
      .first('kind', 'records');
    expect(event).toMatchObject({
      kind: 'membership.created',
      records: { memberships: [{ group_id: team.id, user_id: person.user.id, left_at: null }] },
    });
  });

  it('is read by everyone in it and by nobody else', async () => {
    const team = await buildTeam(api);
    const path = `/api/teams/${String(team.id)}`;
    for (const person of [team.owner, team.editor, team.observer]) await person.get(path).expect(200);
    const refused = await team.stranger.get(path).expect(404);
    const missing = await team.stranger.get('/api/teams/999999').expect(404);
    expect({ ...refused.body, request_id: '' }).toEqual({ ...missing.body, request_id: '' });
    await (await buildPerson(api, 'admin')).get(path).expect(404);
    await request(api.app).get(path).expect(401);
    await request(api.app).post('/api/teams').send({ name: 'Lab' }).expect(401);
  });

  it('opens nothing any more for somebody who left, or once it was removed', async () => {
    const team = await buildTeam(api);
    const path = `/api/teams/${String(team.id)}`;
    const now = api.knex.raw('clock_timestamp()');
    await api
      .knex('memberships')
      .where({ group_id: team.id, user_id: team.editor.user.id })
      .update({ left_at: now });
    await team.editor.get(path).expect(404);
    await api.knex('teams').where({ id: team.id }).update({ deleted_at: now });
    await team.owner.get(path).expect(404);
  });
});
