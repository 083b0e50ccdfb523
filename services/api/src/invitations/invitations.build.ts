import type { Invitation } from '@convomatic/contracts';
import { expect } from '@jest/globals';
import request from 'supertest';
import type { TestApi } from '../testing/api.ts';
import type { Person, TestTeam } from '../testing/people.build.ts';

export type Made = { invitation: Invitation; invite_url: string };

export const makeInvitation = async (by: Person, team: TestTeam, body: object): Promise<Made> => {
  const answer = await by.post(`/api/teams/${String(team.id)}/invitations`, body).expect(201);
  return answer.body as Made;
};

export const tokenOf = ({ invite_url }: Made): string => {
  expect(invite_url).toMatch(/^http:\/\/localhost:8080\/invite#token=[\w-]{43}$/);
  return invite_url.split('token=')[1] ?? '';
};

/** The token of a link that the team's owner makes. */
export const invite = async (team: TestTeam, role = 'editor'): Promise<string> =>
  tokenOf(await makeInvitation(team.owner, team, { role }));

export const inviteByMail = async (team: TestTeam, email: string, role = 'editor'): Promise<string> =>
  tokenOf(await makeInvitation(team.owner, team, { role, email }));

export const look = async (api: TestApi, token: string): Promise<unknown> =>
  (await request(api.app).post('/api/invitations/look').send({ token }).expect(200)).body;

/** What was written down about the team's invitations. */
export const auditOfInvitations = ({ knex }: TestApi, team: TestTeam): Promise<unknown[]> =>
  knex('audit_entries')
    .where({ team_id: team.id, subject_type: 'invitation' })
    .orderBy('id')
    .select('action', 'actor_id', 'subject_id');
