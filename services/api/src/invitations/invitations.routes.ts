import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Invitations } from './invitations.service.ts';

export const createInvitationRoutes =
  ({ invitations }: { invitations: Invitations }): AddRoutes =>
  (serve) => {
    serve('POST /api/teams/:team_id/invitations', ({ params, body, res }) =>
      invitations.invite(callerOf(res), { team_id: params.team_id, role: body.role }),
    );
    serve('POST /api/invitations/accept', ({ body, res }) => invitations.accept(callerOf(res), body.token));
  };
