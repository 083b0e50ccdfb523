import type { Invitation } from '@convomatic/contracts';
import { hashToken } from '@convomatic/kit/tokens';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { mailsTo } from '../login-links/sign-in.build.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildPerson, buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import {
  auditOfInvitations,
  invite,
  inviteByMail,
  look,
  makeInvitation,
  tokenOf,
} from './invitations.build.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const listOpen = async (team: TestTeam): Promise<Invitation[]> => {
  const answer = await team.owner.get(`/api/teams/${String(team.id)}/invitations`).expect(200);
  return (answer.body as { invitations: Invitation[] }).invitations;
};

describe('making an invitation', () => {
  it('gives its link once, and says what it is for', async () => {
    const team = await buildTeam(api);
    const { invitation } = await makeInvitation(team.owner, team, { role: 'observer', days: 3 });
    const { role, email, invited_by, expires_at, created_at } = invitation;
    expect({ role, email, invited_by }).toEqual({
      role: 'observer',
      email: null,
      invited_by: team.owner.user.id,
    });
    const days = (Date.parse(expires_at) - Date.parse(created_at)) / (24 * 60 * 60_000);
    expect(days).toBeCloseTo(3, 1);
    expect(await listOpen(team)).toEqual([invitation]);
    expect(await auditOfInvitations(api, team)).toEqual([
      { action: 'invitation.create', actor_id: team.owner.user.id, subject_id: invitation.id },
    ]);
  });

  it('is for one to thirty days', async () => {
    const team = await buildTeam(api);
    const path = `/api/teams/${String(team.id)}/invitations`;
    for (const days of [0, 31, 1.5, '7']) await team.owner.post(path, { role: 'editor', days }).expect(400);
    await team.owner.post(path, { role: 'editor', days: 30 }).expect(201);
  });

  it('for an owner goes by mail alone', async () => {
    const team = await buildTeam(api);
    const path = `/api/teams/${String(team.id)}/invitations`;
    const refused = await team.owner.post(path, { role: 'owner' }).expect(422);
    expect(refused.body).toMatchObject({
      code: 'unprocessable',
      fields: { email: 'is needed for an owner' },
    });
    await team.owner.post(path, { role: 'owner', email: 'next@example.org' }).expect(201);
  });

  it('by staff goes up to their own role in the team', async () => {
    const team = await buildTeam(api);
    const path = `/api/teams/${String(team.id)}/invitations`;
    await api.knex('users').where({ id: team.editor.user.id }).update({ platform_role: 'staff' });
    await team.editor.post(path, { role: 'editor' }).expect(201);
    await team.editor.post(path, { role: 'owner', email: 'next@example.org' }).expect(403);
    await team.editor.get(path).expect(200);
  });

  it('by mail tells that person, in their language, who invites them to what', async () => {
    const team = await buildTeam(api);
    const person = await buildPerson(api);
    const email = person.user.email ?? '';
    await api.knex('users').where({ id: person.user.id }).update({ language: 'de' });
    const token = await inviteByMail(team, email.toUpperCase());
    const mails = await mailsTo(api, email);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ subject: 'Einladung in das Team „Team“ bei Convomatic' });
    expect(mails[0]?.text).toContain(`/invite#token=${token}`);
    expect(mails[0]?.text).toContain(team.owner.user.name);
    await inviteByMail(team, 'unknown@example.org');
    expect((await mailsTo(api, 'unknown@example.org'))[0]?.subject).toContain('Invitation to the team');
  });

  it('too often is refused, so that nobody mails the world in our name', async () => {
    const slow = await startApi({ limits: { invitation_per_user: '2/3600' } });
    const team = await buildTeam(slow);
    const path = `/api/teams/${String(team.id)}/invitations`;
    const body = { role: 'observer', email: 'victim@example.org' };
    await team.owner.post(path, body).expect(201);
    await team.owner.post(path, body).expect(201);
    const refused = await team.owner.post(path, body).expect(429);
    expect(Number(refused.get('retry-after'))).toBeGreaterThan(0);
    await slow.close();
  });
});

describe('the open invitations of a team', () => {
  it('are those that can still be accepted, the newest first', async () => {
    const team = await buildTeam(api);
    const [used, old, link] = [await invite(team), await invite(team), await invite(team, 'observer')];
    const mailed = await makeInvitation(team.owner, team, { role: 'owner', email: 'next@example.org' });
    await (await buildPerson(api)).post('/api/invitations/accept', { token: used }).expect(200);
    await api
      .knex('invitations')
      .where({ token_hash: hashToken(old) })
      .update({ expires_at: '2020-01-01' });
    const open = await listOpen(team);
    expect(open.map(({ role, email }) => [role, email])).toEqual([
      ['owner', 'next@example.org'],
      ['observer', null],
    ]);
    expect(open[0]).toEqual(mailed.invitation);
    expect(JSON.stringify(open)).not.toContain(link);
  });

  it('are taken back by owners, once', async () => {
    const team = await buildTeam(api);
    const made = await makeInvitation(team.owner, team, { role: 'editor' });
    const path = `/api/invitations/${String(made.invitation.id)}`;
    for (const person of [team.editor, team.observer]) await person.delete(path).expect(403);
    await team.stranger.delete(path).expect(404);
    await request(api.app).delete(path).expect(401);
    await team.owner.delete('/api/invitations/999999').expect(404);
    await team.owner.delete(path).expect(204);
    expect(await listOpen(team)).toEqual([]);
    await team.owner.delete(path).expect(409);
    const refused = await team.stranger.post('/api/invitations/accept', { token: tokenOf(made) }).expect(401);
    expect(refused.body).toMatchObject({ message: expect.stringContaining('taken back') });
    expect(await auditOfInvitations(api, team)).toMatchObject([
      { action: 'invitation.create' },
      { action: 'invitation.revoke', actor_id: team.owner.user.id },
    ]);
  });

  it('are listed for owners and staff of the team alone', async () => {
    const team = await buildTeam(api);
    const path = `/api/teams/${String(team.id)}/invitations`;
    for (const person of [team.editor, team.observer]) await person.get(path).expect(403);
    await team.stranger.get(path).expect(404);
    await request(api.app).get(path).expect(401);
  });
});

describe('looking at an invitation', () => {
  it('tells who invites to what, and hides most of the address', async () => {
    const team = await buildTeam(api);
    const said = { team_name: 'Team', invited_by_name: team.owner.user.name, state: 'open' };
    expect(await look(api, await invite(team))).toEqual({ ...said, role: 'editor', email_hint: null });
    expect(await look(api, await inviteByMail(team, 'ada@example.org', 'owner'))).toEqual({
      ...said,
      role: 'owner',
      email_hint: 'a…@example.org',
    });
  });

  it('tells what became of it', async () => {
    const team = await buildTeam(api);
    const [used, old, revoked] = [await invite(team), await invite(team), await invite(team)];
    await (await buildPerson(api)).post('/api/invitations/accept', { token: used }).expect(200);
    const row = (token: string) => api.knex('invitations').where({ token_hash: hashToken(token) });
    await row(old).update({ expires_at: '2020-01-01' });
    await row(revoked).update({ revoked_at: api.knex.raw('clock_timestamp()') });
    expect(await look(api, used)).toMatchObject({ state: 'used' });
    expect(await look(api, old)).toMatchObject({ state: 'expired' });
    expect(await look(api, revoked)).toMatchObject({ state: 'revoked' });
  });

  it('of somebody who was blocked shows it as taken back', async () => {
    const team = await buildTeam(api);
    const token = await invite(team);
    const blocked_at = api.knex.raw('clock_timestamp()');
    await api.knex('users').where({ id: team.owner.user.id }).update({ blocked_at });
    expect(await look(api, token)).toMatchObject({ state: 'revoked' });
    await team.stranger.post('/api/invitations/accept', { token }).expect(401);
  });

  it('that is unknown, or of a team that is no more, shows nothing', async () => {
    const send = (token: string) => request(api.app).post('/api/invitations/look').send({ token });
    expect((await send('a'.repeat(43)).expect(401)).body).toMatchObject({ code: 'token_invalid' });
    const team = await buildTeam(api);
    const token = await invite(team);
    await team.owner.delete(`/api/teams/${String(team.id)}`).expect(204);
    await send(token).expect(404);
  });

  it('too often from one address is refused', async () => {
    const slow = await startApi({ limits: { invitation_look_per_address: '1/60' } });
    const send = () =>
      request(slow.app)
        .post('/api/invitations/look')
        .send({ token: 'a'.repeat(43) });
    await send().expect(401);
    await send().expect(429);
    await slow.close();
  });
});
