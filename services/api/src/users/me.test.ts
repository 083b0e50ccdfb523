import type { Membership } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildLiveProject, buildParticipant } from '../testing/participants.build.ts';
import { buildPerson, buildTeam } from '../testing/people.build.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const path = '/api/users/me';

const eventsIn = async (room: string, kind: string) =>
  api.knex('events').where({ room, kind }).orderBy('seq').select('team_id', 'records');

describe('one’s own name', () => {
  it('changes in all teams, and every page that shows it hears of it', async () => {
    const team = await buildTeam(api);
    const { id } = team.editor.user;
    const answer = await team.editor.patch(path, { name: '  Grace Hopper ' }).expect(200);
    const user = { ...team.editor.user, name: 'Grace Hopper' };
    expect(answer.body).toEqual({ user });

    const read = await team.owner.get(`/api/teams/${String(team.id)}`).expect(200);
    const { memberships } = read.body as { memberships: Membership[] };
    const own = memberships.find(({ user_id }) => user_id === id);
    expect(own).toMatchObject({ name: 'Grace Hopper', role: 'editor' });
    expect(await eventsIn(`group-${String(team.id)}`, 'membership.updated')).toEqual([
      { team_id: team.id, records: { memberships: [own] } },
    ]);
    expect(await eventsIn(`user-${String(id)}`, 'user.updated')).toEqual([
      { team_id: null, records: { users: [user] } },
    ]);
    const entries = await api.knex('audit_entries').where({ actor_id: id }).select('action', 'fields');
    expect(entries).toEqual([{ action: 'user.update', fields: ['name'] }]);
  });

  it('stays as it was in a team that they left', async () => {
    const team = await buildTeam(api);
    const { id, name } = team.observer.user;
    const left = api.knex('memberships').where({ user_id: id });
    await left.clone().update({ left_at: api.knex.fn.now() });
    await team.observer.patch(path, { name: 'New' }).expect(200);
    expect(await left.clone().first('name')).toEqual({ name });
    expect(await eventsIn(`group-${String(team.id)}`, 'membership.updated')).toEqual([]);
  });

  it('in a talk is another one: a participant has no profile', async () => {
    const { project } = await buildLiveProject(await buildTeam(api));
    const participant = await buildParticipant(api, project.slug);
    const patch = request(api.app).patch(path).set('authorization', `Bearer ${participant.token}`);
    await patch.send({ name: 'Grace' }).expect(403);
    await request(api.app).patch(path).send({ name: 'Grace' }).expect(401);
  });

  it.each([{}, { name: ' ' }, { name: 'x'.repeat(81) }, { language: 'fr' }, { email: 'a@example.org' }])(
    'is refused as %j',
    async (body) => {
      const person = await buildPerson(api);
      await person.patch(path, body).expect(400);
    },
  );
});

describe('one’s own language', () => {
  it('changes alone, and is written down alone', async () => {
    const person = await buildPerson(api);
    const answer = await person.patch(path, { name: person.user.name, language: 'de' }).expect(200);
    expect(answer.body).toEqual({ user: { ...person.user, language: 'de' } });
    const entries = await api.knex('audit_entries').where({ actor_id: person.user.id }).select('fields');
    expect(entries).toEqual([{ fields: ['language'] }]);
  });

  it('that is the same again leaves no trace', async () => {
    const person = await buildPerson(api);
    await person.patch(path, { language: 'en' }).expect(200, { user: person.user });
    expect(await eventsIn(`user-${String(person.user.id)}`, 'user.updated')).toEqual([]);
    expect(await api.knex('audit_entries').where({ actor_id: person.user.id })).toEqual([]);
  });
});
