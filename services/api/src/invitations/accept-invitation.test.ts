import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildPerson, buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { auditOfInvitations, invite, inviteByMail, look } from './invitations.build.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const rolesIn = async (team: TestTeam): Promise<unknown[]> => {
  const answer = await team.owner.get(`/api/teams/${String(team.id)}`).expect(200);
  return (answer.body as { memberships: { role: string }[] }).memberships.map(({ role }) => role);
};

describe('an invitation by mail', () => {
  it('takes in the person whose address it is', async () => {
    const team = await buildTeam(api);
    const person = await buildPerson(api);
    const token = await inviteByMail(team, person.user.email ?? '', 'owner');
    const answer = await person.post('/api/invitations/accept', { token }).expect(200);
    expect(answer.body).toMatchObject({ membership: { role: 'owner', user_id: person.user.id } });
    expect(await auditOfInvitations(api, team)).toMatchObject([
      { action: 'invitation.create' },
      { action: 'invitation.accept', actor_id: person.user.id },
    ]);
  });

  it('takes nobody else in, and says whose it is without saying it', async () => {
    const team = await buildTeam(api);
    const token = await inviteByMail(team, 'ada@example.org');
    const refused = await team.stranger.post('/api/invitations/accept', { token }).expect(403);
    expect(refused.body).toMatchObject({
      code: 'wrong_address',
      message: expect.stringContaining('a…@example.org'),
    });
    expect(JSON.stringify(refused.body)).not.toContain('ada@');
    expect(await look(api, token)).toMatchObject({ state: 'open' });
  });

  it('takes nobody in who has not proved to have the address', async () => {
    const team = await buildTeam(api);
    const person = await buildPerson(api);
    await api.knex('users').where({ id: person.user.id }).update({ email_proved_at: null });
    const token = await inviteByMail(team, person.user.email ?? '');
    const refused = await person.post('/api/invitations/accept', { token }).expect(403);
    expect(refused.body).toMatchObject({ code: 'wrong_address' });
  });
});

describe('an invitation', () => {
  it('is made by owners, and by staff in their own team', async () => {
    const team = await buildTeam(api);
    const path = `/api/teams/${String(team.id)}/invitations`;
    for (const person of [team.editor, team.observer])
      await person.post(path, { role: 'editor' }).expect(403);
    await team.stranger.post(path, { role: 'editor' }).expect(404);
    await request(api.app).post(path).send({ role: 'editor' }).expect(401);
    await (await buildPerson(api, 'staff')).post(path, { role: 'editor' }).expect(404);
    await (await buildPerson(api, 'admin')).post(path, { role: 'editor' }).expect(404);
    expect(await api.knex('invitations').where({ team_id: team.id })).toEqual([]);
  });

  it('takes one person in, and the team’s room and their own hear of it', async () => {
    const team = await buildTeam(api);
    const token = await invite(team, 'observer');
    const person = await buildPerson(api);
    const answer = await person.post('/api/invitations/accept', { token }).expect(200);
    const membership = { group_id: team.id, user_id: person.user.id, role: 'observer', left_at: null };
    expect(answer.body).toMatchObject({ team: { id: team.id }, membership });
    await person.get(`/api/teams/${String(team.id)}`).expect(200);
    for (const room of [`group-${String(team.id)}`, `user-${String(person.user.id)}`]) {
      const event: unknown = await api.knex('events').where({ room }).orderBy('id', 'desc').first();
      expect(event).toMatchObject({ kind: 'membership.created', records: { memberships: [membership] } });
    }
    const another = await buildPerson(api);
    const refused = await another.post('/api/invitations/accept', { token }).expect(401);
    expect(refused.body).toMatchObject({ code: 'token_expired' });
    await another.get(`/api/teams/${String(team.id)}`).expect(404);
  });

  it('lets one of two people in who use it at the same time', async () => {
    const team = await buildTeam(api);
    const token = await invite(team);
    const people = await Promise.all([buildPerson(api), buildPerson(api), buildPerson(api)]);
    const answers = await Promise.all(
      people.map((person) => person.post('/api/invitations/accept', { token })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it('takes one person in once who opens several links at the same moment', async () => {
    const team = await buildTeam(api);
    const tokens = await Promise.all([invite(team), invite(team), invite(team), invite(team)]);
    const person = await buildPerson(api);
    await Promise.all(tokens.map((token) => person.post('/api/invitations/accept', { token }).expect(200)));
    await person.get(`/api/teams/${String(team.id)}`).expect(200);
  });

  it('changes nothing for a member, and stays good for somebody else', async () => {
    const team = await buildTeam(api);
    const token = await invite(team);
    const before = await rolesIn(team);
    const answer = await team.observer.post('/api/invitations/accept', { token }).expect(200);
    expect(answer.body).toMatchObject({ membership: { role: 'observer' } });
    expect(await rolesIn(team)).toEqual(before);
    await (await buildPerson(api)).post('/api/invitations/accept', { token }).expect(200);
  });

  it('takes somebody in again who had left', async () => {
    const team = await buildTeam(api);
    await api
      .knex('memberships')
      .where({ group_id: team.id, user_id: team.editor.user.id })
      .update({ left_at: api.knex.raw('clock_timestamp()'), left_reason: 'removed' });
    const token = await invite(team, 'observer');
    const answer = await team.editor.post('/api/invitations/accept', { token }).expect(200);
    expect(answer.body).toMatchObject({ membership: { role: 'observer', left_at: null, left_reason: null } });
  });

  it('that was mailed twice does not bring back who was removed, nor up who has a lower role', async () => {
    const team = await buildTeam(api);
    const person = await buildPerson(api);
    const path = `/api/teams/${String(team.id)}/memberships/${String(person.user.id)}`;
    const mailed = () => inviteByMail(team, person.user.email ?? '');
    const accept = (token: string) => person.post('/api/invitations/accept', { token });
    const [first, second] = [await mailed(), await mailed()];
    await accept(first).expect(200);
    await team.owner.delete(path).expect(204);
    expect((await accept(second).expect(401)).body).toMatchObject({ code: 'token_expired' });
    const [third, fourth] = [await mailed(), await mailed()];
    await accept(third).expect(200);
    await team.owner.patch(path, { role: 'observer' }).expect(200);
    await person.delete(path).expect(204);
    await accept(fourth).expect(401);
  });

  it('is refused when it is unknown, too old, or of a team that is no more', async () => {
    const team = await buildTeam(api);
    const person = await buildPerson(api);
    const accept = (token: string) => person.post('/api/invitations/accept', { token });
    await request(api.app)
      .post('/api/invitations/accept')
      .send({ token: await invite(team) })
      .expect(401);
    expect((await accept('a'.repeat(43)).expect(401)).body).toMatchObject({ code: 'token_invalid' });
    const old = await invite(team);
    await api.knex('invitations').where({ team_id: team.id }).update({ expires_at: '2020-01-01' });
    await accept(old).expect(401);
    const late = await invite(team);
    await api
      .knex('teams')
      .where({ id: team.id })
      .update({ deleted_at: api.knex.raw('clock_timestamp()') });
    await accept(late).expect(404);
  });

  it('is kept as a hash alone', async () => {
    const team = await buildTeam(api);
    const token = await invite(team);
    const rows = await api.knex('invitations').where({ team_id: team.id });
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});
