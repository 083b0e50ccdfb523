import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { emailAddress } from './login.ts';
import { membership } from './membership.ts';
import { invitationStates, teamRoles } from './names/index.ts';
import { id, idParam, timestamp } from './scalars.ts';
import { team } from './team.ts';

/** A way into a team for one person: by a link that its maker hands on, or by mail to one address. */
export const invitation = z.object({
  id,
  team_id: id,
  role: z.enum(teamRoles),
  /** Where it was mailed to; only who has proved this address may accept it. Null for a link. */
  email: z.string().nullable(),
  invited_by: id,
  expires_at: timestamp,
  created_at: timestamp,
});
export type Invitation = z.infer<typeof invitation>;

const token = z.string().min(20).max(200);
const teamParams = z.strictObject({ team_id: idParam });

export const invitationEndpoints = defineEndpoints({
  /**
   * `invite_url` is shown in this answer and nowhere again. Nobody invites to a role above their own, and owners are
   * invited by mail alone, for whoever finds a link could use it.
   */
  'POST /api/teams/:team_id/invitations': {
    access: 'login',
    action: 'invitation.create',
    params: teamParams,
    body: z.strictObject({
      role: z.enum(teamRoles),
      email: emailAddress.optional(),
      days: z.int().min(1).max(30).default(7),
    }),
    response: z.object({ invitation, invite_url: z.string() }),
    status: 201,
  },
  /** Those that can still be accepted, the newest first. */
  'GET /api/teams/:team_id/invitations': {
    access: 'login',
    action: 'invitation.read',
    params: teamParams,
    response: z.object({ invitations: z.array(invitation) }),
  },
  'DELETE /api/invitations/:invitation_id': {
    access: 'login',
    action: 'invitation.revoke',
    params: z.strictObject({ invitation_id: idParam }),
    status: 204,
  },
  /** What an invitation says before it is accepted, and whether it still can be. */
  'POST /api/invitations/look': {
    access: 'public',
    body: z.strictObject({ token }),
    response: z.object({
      team_name: z.string(),
      role: z.enum(teamRoles),
      invited_by_name: z.string(),
      state: z.enum(invitationStates),
      /** With most of it hidden, such as `a…@example.org`; null for a link. */
      email_hint: z.string().nullable(),
    }),
  },
  /** Uses an invitation up; a member stays what they are, and their link stays good for somebody else. */
  'POST /api/invitations/accept': {
    access: 'login',
    body: z.strictObject({ token }),
    response: z.object({ team, membership }),
  },
});
