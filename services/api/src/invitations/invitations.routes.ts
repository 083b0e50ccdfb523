import { callerOf } from '../platform/caller.ts';
import type { Limits } from '../platform/limits/index.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Invitations } from './invitations.service.ts';

type Needs = { invitations: Invitations; limits: Limits };

export const createInvitationRoutes =
  ({ invitations, limits }: Needs): AddRoutes =>
  (serve) => {
    serve('POST /api/teams/:team_id/invitations', async ({ params, body, res }) => {
      const caller = callerOf(res);
      await limits.take('invitation_per_user', caller.user_id);
      return invitations.invite(caller, { ...params, ...body });
    });

    serve('GET /api/teams/:team_id/invitations', async ({ params, res }) => ({
      invitations: await invitations.listOpen(callerOf(res), params.team_id),
    }));

    serve('DELETE /api/invitations/:invitation_id', async ({ params, res }) => {
      await invitations.revoke(callerOf(res), params.invitation_id);
      return undefined;
    });

    serve('POST /api/invitations/look', async ({ body, req }) => {
      await limits.take('invitation_look_per_address', req.ip);
      return invitations.look(body.token);
    });

    serve('POST /api/invitations/accept', ({ body, res }) => invitations.accept(callerOf(res), body.token));
  };
