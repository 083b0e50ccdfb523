import type { EndpointResponse, InvitedRole, Membership } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import { isUniqueViolation } from '@convomatic/kit/database';
import { AppError } from '@convomatic/kit/errors';
import { hashToken, newToken } from '@convomatic/kit/tokens';
import type { Knex } from 'knex';
import {
  findMembership,
  insertMembership,
  nothingHere,
  reopenMembership,
  requireRole,
} from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { findTeam } from '../teams/index.ts';
import { insertInvitation, lockInvitation, updateInvitationUsed } from './invitations.repository.ts';
import type { Invitation } from './invitations.repository.ts';

type Needs = { unitOfWork: UnitOfWork; publicUrl: string };

const lifetimeMs = 7 * 24 * 60 * 60_000;

/** The token stands behind the #, so it reaches the page and no server's log. */
const inviteUrl = (publicUrl: string, token: string): string =>
  new URL(`/invite#token=${token}`, publicUrl).href;

const requireInvitation = async (trx: Knex, token: string): Promise<Invitation> => {
  const invitation = await lockInvitation(trx, hashToken(token));
  if (invitation) return invitation;
  throw new AppError(
    'token_invalid',
    'This invitation is not valid. Copy the whole address, or ask for a new one.',
  );
};

const requireOpen = ({ is_open }: Invitation): void => {
  if (!is_open) {
    throw new AppError('token_expired', 'This invitation was used already or is too old. Ask for a new one.');
  }
};

type Joining = { invitation: Invitation; caller: Caller; before: Membership | undefined };

const join = async (work: Work, { invitation, caller, before }: Joining): Promise<Membership> => {
  const { trx, record } = work;
  const key = { group_id: invitation.team_id, user_id: caller.user_id };
  const joining = { ...key, role: invitation.role, name: caller.name };
  await (before ? reopenMembership(trx, joining) : insertMembership(trx, joining));
  await updateInvitationUsed(trx, invitation.id, caller.user_id);
  const membership = await findMembership(trx, key);
  if (!membership) throw new Error('the membership was not written');
  const rooms = [
    { room: groupRoom(invitation.team_id), team_id: invitation.team_id },
    { room: userRoom(caller.user_id), team_id: null },
  ];
  record(
    rooms.map(({ room }) => room),
    () =>
      rooms.map((place) => ({
        ...place,
        kind: 'membership.created',
        records: { memberships: [membership] },
        actor_id: caller.user_id,
      })),
  );
  return membership;
};

/** Links by which somebody becomes a member of a team, once and within a week. */
export const createInvitations = ({ unitOfWork, publicUrl }: Needs) => {
  const accept = (caller: Caller, token: string): Promise<EndpointResponse<'POST /api/invitations/accept'>> =>
    unitOfWork(async (work) => {
      const invitation = await requireInvitation(work.trx, token);
      const team = await findTeam(work.trx, invitation.team_id);
      if (!team) throw nothingHere();
      const before = await findMembership(work.trx, { group_id: team.id, user_id: caller.user_id });
      if (before?.left_at === null) return { team, membership: before };
      requireOpen(invitation);
      return { team, membership: await join(work, { invitation, caller, before }) };
    });

  return {
    invite: (
      caller: Caller,
      { team_id, role }: { team_id: number; role: InvitedRole },
    ): Promise<EndpointResponse<'POST /api/teams/:team_id/invitations'>> =>
      unitOfWork(async ({ trx }) => {
        await requireRole(trx, caller, { group_id: team_id, role: 'owner' });
        const token = newToken();
        const invited_by = caller.user_id;
        const expires_at = await insertInvitation(trx, {
          ...{ team_id, role, invited_by, lifetimeMs },
          token_hash: hashToken(token),
        });
        return { invite_url: inviteUrl(publicUrl, token), expires_at };
      }),

    /** Of two links that one person accepts at once, the second finds the membership. */
    accept: (caller: Caller, token: string): ReturnType<typeof accept> =>
      accept(caller, token).catch((error: unknown) => {
        if (!isUniqueViolation(error)) throw error;
        return accept(caller, token);
      }),
  };
};

export type Invitations = ReturnType<typeof createInvitations>;
