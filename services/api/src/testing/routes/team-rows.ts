import type { EndpointResponse } from '@convomatic/contracts';
import { randomUUID } from 'node:crypto';
import { insertMembership } from '../../memberships/index.ts';
import { buildPerson } from '../people.build.ts';
import { pathOf } from './row.ts';
import type { Rows } from './row.ts';
import type { World } from './world.ts';

const inTeam = ({ team }: World) => ({ params: { team_id: pathOf(team.id) } });

const inQuiet = ({ quiet }: World) => ({ params: { team_id: pathOf(quiet.id) }, team_id: quiet.id });

const setRemoved = async ({ api, quiet }: World, isRemoved: boolean): Promise<void> => {
  const deleted_at = isRemoved ? api.knex.fn.now() : null;
  await api.knex('teams').where({ id: quiet.id }).update({ deleted_at });
};

/** Somebody new in the team, who may be changed or removed. */
const newMember = async ({ api, team }: World) => {
  const { user } = await buildPerson(api);
  await insertMembership(api.knex, { group_id: team.id, user_id: user.id, role: 'editor', name: user.name });
  return { params: { team_id: pathOf(team.id), user_id: pathOf(user.id) } };
};

type Invited = EndpointResponse<'POST /api/teams/:team_id/invitations'>;

const invite = async ({ team }: World, teamId: number): Promise<Invited & { token: string }> => {
  const path = `/api/teams/${pathOf(teamId)}/invitations`;
  const invited = (await team.owner.post(path, { role: 'observer' }).expect(201)).body as Invited;
  return { ...invited, token: new URL(invited.invite_url).hash.replace('#token=', '') };
};

/** A team that nobody of the table is in. */
const newTeam = async ({ team }: World): Promise<number> => {
  const answer = await team.owner.post('/api/teams', { name: 'New team' }).expect(201);
  return (answer.body as EndpointResponse<'POST /api/teams'>).team.id;
};

/** Teams, who is in them, and how people get in. */
export const teamRows = {
  'POST /api/teams': { ask: () => ({ body: { name: 'My team' } }) },
  'GET /api/teams/:team_id': { ask: inTeam },
  'PATCH /api/teams/:team_id': { ask: (world) => ({ ...inTeam(world), body: { name: randomUUID() } }) },
  'DELETE /api/teams/:team_id': {
    ask: async (world) => {
      await setRemoved(world, false);
      return inQuiet(world);
    },
  },
  'POST /api/teams/:team_id/restore': {
    ask: async (world) => {
      await setRemoved(world, true);
      return inQuiet(world);
    },
  },
  'GET /api/removed-teams': { ask: () => ({}) },

  'PATCH /api/teams/:team_id/memberships/:user_id': {
    ask: async (world) => ({ ...(await newMember(world)), body: { role: 'observer' } }),
  },
  'DELETE /api/teams/:team_id/memberships/:user_id': { ask: newMember },

  'POST /api/teams/:team_id/invitations': {
    ask: (world) => ({ ...inTeam(world), body: { role: 'observer' } }),
  },
  'GET /api/teams/:team_id/invitations': { ask: inTeam },
  'DELETE /api/invitations/:invitation_id': {
    ask: async (world) => {
      const { invitation } = await invite(world, world.team.id);
      return { params: { invitation_id: pathOf(invitation.id) } };
    },
  },
  'POST /api/invitations/look': {
    ask: async (world) => ({ body: { token: (await invite(world, world.team.id)).token } }),
  },
  'POST /api/invitations/accept': {
    // Into a team of its own, so that everybody stays what they are in the world's.
    ask: async (world) => {
      const team_id = await newTeam(world);
      return { team_id, body: { token: (await invite(world, team_id)).token } };
    },
  },
  'GET /api/teams/:team_id/audit-entries': { ask: (world) => ({ ...inTeam(world), query: {} }) },
} satisfies Partial<Rows>;
