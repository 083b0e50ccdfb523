import type { Membership } from '@convomatic/contracts';
import type { TeamRole } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Test } from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildPerson, buildTeam } from '../testing/people.build.ts';
import type { Person, TestTeam } from '../testing/people.build.ts';
import { insertMembership } from './index.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const pathOf = (team: TestTeam, { user }: Person): string =>
  `/api/teams/${String(team.id)}/memberships/${String(user.id)}`;

const giveRole = (by: Person, path: string, role: TeamRole): Test => by.patch(path, { role });

const buildSecondOwner = async (team: TestTeam): Promise<Person> => {
  const person = await buildPerson(api);
  const { id: user_id, name } = person.user;
  await insertMembership(api.knex, { group_id: team.id, user_id, role: 'owner', name });
  return person;
};

const ownersOf = (team: TestTeam): Promise<number[]> =>
  api
    .knex('memberships')
    .where({ group_id: team.id, role: 'owner' })
    .whereNull('left_at')
    .pluck<number[]>('user_id');

const lastEvent = async (room: string): Promise<unknown> =>
  api.knex('events').where({ room }).orderBy('seq', 'desc').first('kind', 'records', 'actor_id');

const lastAudit = async (team: TestTeam): Promise<unknown> =>
  api
    .knex('audit_entries')
    .where({ team_id: team.id })
    .orderBy('id', 'desc')
    .first('actor_id', 'action', 'subject_type', 'subject_id', 'fields');

describe('the role of a member', () => {
  it('is changed by an owner; the team’s room and the person’s own hear of it', async () => {
    const team = await buildTeam(api);
    const answer = await giveRole(team.owner, pathOf(team, team.observer), 'editor').expect(200);
    const membership = { group_id: team.id, user_id: team.observer.user.id, role: 'editor', left_at: null };
    expect((answer.body as { membership: Membership }).membership).toMatchObject(membership);
    for (const room of [`group-${String(team.id)}`, `user-${String(team.observer.user.id)}`]) {
      expect(await lastEvent(room)).toMatchObject({
        kind: 'membership.updated',
        records: { memberships: [membership] },
        actor_id: team.owner.user.id,
      });
    }
    expect(await lastAudit(team)).toEqual({
      actor_id: team.owner.user.id,
      action: 'membership.update',
      subject_type: 'user',
      subject_id: team.observer.user.id,
      fields: ['role'],
    });
    await team.observer.post(`/api/teams/${String(team.id)}/projects`, { name: 'Now' }).expect(201);
  });

  it('that they have already is no change', async () => {
    const team = await buildTeam(api);
    await giveRole(team.owner, pathOf(team, team.editor), 'editor').expect(200);
    expect(await lastAudit(team)).toBeUndefined();
    expect(await lastEvent(`group-${String(team.id)}`)).toBeUndefined();
  });

  it('is changed by nobody but owners, and only of people who are in the team', async () => {
    const team = await buildTeam(api);
    await giveRole(team.editor, pathOf(team, team.observer), 'owner').expect(403);
    await giveRole(team.observer, pathOf(team, team.observer), 'owner').expect(403);
    await giveRole(team.stranger, pathOf(team, team.observer), 'owner').expect(404);
    await giveRole(await buildPerson(api, 'admin'), pathOf(team, team.observer), 'owner').expect(404);
    await request(api.app).patch(pathOf(team, team.observer)).send({ role: 'owner' }).expect(401);
    await giveRole(team.owner, pathOf(team, team.stranger), 'editor').expect(404);
    await giveRole(team.owner, pathOf(team, team.editor), 'moderator' as TeamRole).expect(400);
    expect(await ownersOf(team)).toEqual([team.owner.user.id]);
  });
});

describe('a membership', () => {
  it('ends when an owner removes somebody, and the row says so', async () => {
    const team = await buildTeam(api);
    await team.owner.delete(pathOf(team, team.editor)).expect(204);
    const membership = { user_id: team.editor.user.id, left_reason: 'removed', left_at: expect.any(String) };
    for (const room of [`group-${String(team.id)}`, `user-${String(team.editor.user.id)}`]) {
      expect(await lastEvent(room)).toMatchObject({
        kind: 'membership.removed',
        records: { memberships: [membership] },
      });
    }
    expect(await lastAudit(team)).toMatchObject({ action: 'membership.remove', fields: [] });
    await team.owner.delete(pathOf(team, team.editor)).expect(404);
  });

  it.each(['editor', 'observer'] as const)('ends when an %s leaves', async (role) => {
    const team = await buildTeam(api);
    const person = team[role];
    await person.delete(pathOf(team, person)).expect(204);
    expect(await lastAudit(team)).toMatchObject({
      action: 'membership.leave',
      actor_id: person.user.id,
      subject_id: person.user.id,
    });
    expect(await lastEvent(`group-${String(team.id)}`)).toMatchObject({
      records: { memberships: [{ left_reason: 'left' }] },
    });
    await person.delete(pathOf(team, person)).expect(404);
  });

  it('of somebody else is ended by nobody but owners', async () => {
    const team = await buildTeam(api);
    await team.editor.delete(pathOf(team, team.observer)).expect(403);
    await team.observer.delete(pathOf(team, team.owner)).expect(403);
    await team.stranger.delete(pathOf(team, team.observer)).expect(404);
    await request(api.app).delete(pathOf(team, team.observer)).expect(401);
    await team.observer.get(`/api/teams/${String(team.id)}`).expect(200);
  });

  it('of a session is none of a team', async () => {
    const team = await buildTeam(api);
    const [session] = await api
      .knex('groups')
      .insert({ kind: 'session', name: 'Talk' })
      .returning<{ id: number }[]>('id');
    const { id: user_id, name } = team.owner.user;
    const group_id = session?.id ?? 0;
    await insertMembership(api.knex, { group_id, user_id, role: 'moderator', name });
    await team.owner.delete(`/api/teams/${String(group_id)}/memberships/${String(user_id)}`).expect(404);
  });

  it('takes the person’s open invitations back, with a lower role those above it', async () => {
    const team = await buildTeam(api);
    const second = await buildSecondOwner(team);
    const path = `/api/teams/${String(team.id)}/invitations`;
    const email = 'somebody@example.org';
    for (const role of ['owner', 'editor', 'observer']) await second.post(path, { role, email }).expect(201);
    await team.owner.post(path, { role: 'editor' }).expect(201);
    const open = async (): Promise<unknown[]> =>
      ((await team.owner.get(path).expect(200)).body as { invitations: { role: string }[] }).invitations.map(
        ({ role }) => role,
      );
    await giveRole(team.owner, pathOf(team, second), 'editor').expect(200);
    expect(await open()).toEqual(['editor', 'observer', 'editor']);
    await team.owner.delete(pathOf(team, second)).expect(204);
    expect(await open()).toEqual(['editor']);
  });
});

describe('the last owner', () => {
  it('neither leaves nor takes a lower role, and is told what to do instead', async () => {
    const team = await buildTeam(api);
    const told = {
      code: 'last_owner',
      message: expect.stringContaining('Make somebody else an owner first'),
    };
    expect((await team.owner.delete(pathOf(team, team.owner)).expect(409)).body).toMatchObject(told);
    expect((await giveRole(team.owner, pathOf(team, team.owner), 'editor').expect(409)).body).toMatchObject(
      told,
    );
    expect(await ownersOf(team)).toEqual([team.owner.user.id]);
    await giveRole(team.owner, pathOf(team, team.editor), 'owner').expect(200);
    await team.owner.delete(pathOf(team, team.owner)).expect(204);
  });

  it('is somebody who can sign in: an owner who is blocked is none', async () => {
    const team = await buildTeam(api);
    const second = await buildSecondOwner(team);
    const blocked_at = api.knex.raw('clock_timestamp()');
    await api.knex('users').where({ id: second.user.id }).update({ blocked_at });
    await team.owner.delete(pathOf(team, team.owner)).expect(409);
    await team.owner.delete(pathOf(team, second)).expect(204);
  });

  type Move = (team: TestTeam, own: Person, other: Person) => Test;
  const leave: Move = (team, own) => own.delete(pathOf(team, own));
  const stepDown: Move = (team, own) => giveRole(own, pathOf(team, own), 'observer');
  const remove: Move = (team, own, other) => own.delete(pathOf(team, other));
  const demote: Move = (team, own, other) => giveRole(own, pathOf(team, other), 'editor');

  it.each<[string, Move, Move]>([
    ['both leave', leave, leave],
    ['both step down', stepDown, stepDown],
    ['each removes the other', remove, remove],
    ['each demotes the other', demote, demote],
    ['one leaves and the other steps down', leave, stepDown],
  ])('is removed in no race of two owners: %s at the same moment', async (_what, first, second) => {
    for (let turn = 0; turn < 8; turn += 1) {
      const team = await buildTeam(api);
      const other = await buildSecondOwner(team);
      const answers = await Promise.all([first(team, team.owner, other), second(team, other, team.owner)]);
      expect(answers.map(({ status }) => status)).not.toContain(500);
      expect(await ownersOf(team)).toHaveLength(1);
    }
  });
});
