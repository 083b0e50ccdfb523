import type { EndpointResponse, Invitation } from '@convomatic/contracts';
import type { TeamRole } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import { hashToken, newToken } from '@convomatic/kit/tokens';
import type { Knex } from 'knex';
import { queueMail } from '../mails/index.ts';
import { canActAs, nothingHere, requirePermission } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import { readSnapshot } from '../platform/realtime/index.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { findTeam } from '../teams/index.ts';
import { findAccountByEmail, findUser } from '../users/index.ts';
import { acceptInvitation, requireInvitation, requireTeam } from './accept-invitation.ts';
import { invitationMail } from './invitation-mail.ts';
import { hintOf, stateOf } from './invitations.policy.ts';
import {
  findTeamOfInvitation,
  insertInvitation,
  listOpenInvitations,
  updateRevoked,
} from './invitations.repository.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork; publicUrl: string };

type Inviting = { team_id: number; role: TeamRole; email?: string | undefined; days: number };

/** The token stands behind the #, so it reaches the page and no server's log. */
const inviteUrl = (publicUrl: string, token: string): string =>
  new URL(`/invite#token=${token}`, publicUrl).href;

const requireMayGive = (own: TeamRole, { role, email }: Inviting): void => {
  if (!canActAs(own, role)) {
    throw new AppError('forbidden', `You may invite up to your own role in this team, ${own}.`);
  }
  if (role === 'owner' && email === undefined) {
    throw new AppError('unprocessable', 'Owners are invited by e-mail: whoever finds a link could use it.', {
      fields: { email: 'is needed for an owner' },
    });
  }
};

type Mailing = { caller: Caller; invitation: Invitation; url: string };

const mail = async (trx: Knex, { caller, invitation, url }: Mailing): Promise<void> => {
  const { email, team_id } = invitation;
  if (email === null) return;
  const team = await findTeam(trx, team_id);
  if (!team) throw nothingHere();
  const reader = (await findAccountByEmail(trx, email)) ?? (await findUser(trx, caller.user_id));
  const names = { team_name: team.name, inviter_name: caller.name };
  await queueMail(
    trx,
    invitationMail({ email, url, language: reader?.language ?? 'en', ...names, invitation }),
  );
};

const look = async (trx: Knex, token: string): Promise<EndpointResponse<'POST /api/invitations/look'>> => {
  const invitation = await requireInvitation(trx, token);
  const { role, invited_by_name, email } = invitation;
  const { name: team_name } = await requireTeam(trx, invitation);
  const email_hint = email === null ? null : hintOf(email);
  return { team_name, role, invited_by_name, state: stateOf(invitation), email_hint };
};

/** Ways into a team for one person each. */
export const createInvitations = ({ knex, unitOfWork, publicUrl }: Needs) => ({
  invite: (
    caller: Caller,
    inviting: Inviting,
  ): Promise<EndpointResponse<'POST /api/teams/:team_id/invitations'>> =>
    unitOfWork(async ({ trx }) => {
      const { team_id, role, email, days } = inviting;
      const action = 'invitation.create';
      const scope = await requirePermission(trx, caller, { team_id, action });
      requireMayGive(scope.role, inviting);
      const token = newToken();
      const invitation = await insertInvitation(trx, scope, {
        ...{ role, days, email: email ?? null },
        invited_by: caller.user_id,
        token_hash: hashToken(token),
      });
      await audit(trx, caller, { action, team_id, subject: { type: 'invitation', id: invitation.id } });
      const invite_url = inviteUrl(publicUrl, token);
      await mail(trx, { caller, invitation, url: invite_url });
      return { invitation, invite_url };
    }),

  listOpen: async (caller: Caller, teamId: number): Promise<Invitation[]> => {
    const scope = await requirePermission(knex, caller, { team_id: teamId, action: 'invitation.read' });
    return listOpenInvitations(knex, scope);
  },

  revoke: (caller: Caller, id: number): Promise<void> =>
    unitOfWork(async ({ trx }) => {
      const team_id = await findTeamOfInvitation(trx, id);
      if (team_id === undefined) throw nothingHere();
      const action = 'invitation.revoke';
      const scope = await requirePermission(trx, caller, { team_id, action });
      if (!(await updateRevoked(trx, scope, id))) {
        throw new AppError('conflict', 'This invitation was used or taken back already.');
      }
      await audit(trx, caller, { action, team_id, subject: { type: 'invitation', id } });
    }),

  look: (token: string): ReturnType<typeof look> => readSnapshot(knex, (trx) => look(trx, token)),

  accept: (caller: Caller, token: string): ReturnType<typeof acceptInvitation> =>
    unitOfWork((work) => acceptInvitation(work, caller, token)),
});

export type Invitations = ReturnType<typeof createInvitations>;
