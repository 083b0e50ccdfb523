import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { membership } from './membership.ts';
import { idParam, timestamp } from './scalars.ts';
import { team } from './team.ts';

/** Owners are made by owners one by one, not by whoever holds a link. */
export const invitedRoles = ['editor', 'observer'] as const;
export type InvitedRole = (typeof invitedRoles)[number];

export const invitationEndpoints = defineEndpoints({
  /** Makes a link by which one person joins the team. It is shown in this answer and nowhere again. */
  'POST /api/teams/:team_id/invitations': {
    access: 'login',
    params: z.strictObject({ team_id: idParam }),
    body: z.strictObject({ role: z.enum(invitedRoles) }),
    response: z.object({ invite_url: z.string(), expires_at: timestamp }),
    status: 201,
  },
  /** Uses an invitation up; a member stays what they are, and their link stays good for somebody else. */
  'POST /api/invitations/accept': {
    access: 'login',
    body: z.strictObject({ token: z.string().min(20).max(200) }),
    response: z.object({ team, membership }),
  },
});
