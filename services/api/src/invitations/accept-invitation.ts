import type { EndpointResponse, Membership } from '@convomatic/contracts';
import type { InvitationState } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import { hashToken } from '@convomatic/kit/tokens';
import type { Knex } from 'knex';
import {
  announceMembership,
  findMembership,
  insertMembership,
  lockMemberships,
  reopenMembership,
} from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { Work } from '../platform/realtime/index.ts';
import { findTeam } from '../teams/index.ts';
import { findAccountByEmail } from '../users/index.ts';
import { hintOf, stateOf } from './invitations.policy.ts';
import { findInvitation, updateUsed } from './invitations.repository.ts';
import type { Presented } from './invitations.repository.ts';

export const requireInvitation = async (trx: Knex, token: string): Promise<Presented> => {
  const invitation = await findInvitation(trx, hashToken(token));
  if (invitation) return invitation;
  throw new AppError(
    'token_invalid',
    'This invitation is not valid. Copy the whole address, or ask for a new one.',
  );
};

export const requireTeam = async (trx: Knex, { team_id }: Presented) => {
  const team = await findTeam(trx, team_id);
  if (team) return team;
  throw new AppError('not_found', 'The team of this invitation is no longer there.');
};

const refusals: Record<Exclude<InvitationState, 'open'>, string> = {
  used: 'This invitation was used already. Ask for a new one.',
  expired: 'This invitation is too old. Ask for a new one.',
  revoked: 'This invitation was taken back. Ask for a new one.',
};

const requireOpen = (invitation: Presented): void => {
  const state = stateOf(invitation);
  if (state !== 'open') throw new AppError('token_expired', refusals[state]);
};

/** A mail may be forwarded; what it invites to is for the person to whom it was sent, and who has proved to be it. */
const requireAddress = async (trx: Knex, caller: Caller, { email }: Presented): Promise<void> => {
  if (email === null) return;
  const invited = await findAccountByEmail(trx, email);
  if (invited?.id === caller.user_id && invited.email_proved_at !== null) return;
  throw new AppError(
    'wrong_address',
    `This invitation was sent to ${hintOf(email)}. Sign in with that address to accept it.`,
  );
};

type Joining = { invitation: Presented; before: Membership | undefined };

const join = async (work: Work, caller: Caller, { invitation, before }: Joining): Promise<Membership> => {
  const { trx } = work;
  const { id, team_id, role } = invitation;
  const key = { group_id: team_id, user_id: caller.user_id };
  await (before ? reopenMembership : insertMembership)(trx, { ...key, role, name: caller.name });
  await audit(trx, caller, { action: 'invitation.accept', team_id, subject: { type: 'invitation', id } });
  announceMembership(work, { key, kind: 'membership.created', actor_id: caller.user_id });
  const membership = await findMembership(trx, key);
  if (!membership) throw new Error('the membership was not written');
  return membership;
};

/** Uses an invitation up, inside a unit of work. */
export const acceptInvitation = async (
  work: Work,
  caller: Caller,
  token: string,
): Promise<EndpointResponse<'POST /api/invitations/accept'>> => {
  const { trx } = work;
  const invitation = await requireInvitation(trx, token);
  // Before anything is read of the team: who accepts two invitations at once finds the first one's membership.
  await lockMemberships(trx, invitation.team_id);
  const team = await requireTeam(trx, invitation);
  const before = await findMembership(trx, { group_id: team.id, user_id: caller.user_id });
  if (before?.left_at === null) return { team, membership: before };
  requireOpen(invitation);
  await requireAddress(trx, caller, invitation);
  // Somebody else may have been quicker, with the same link.
  if (!(await updateUsed(trx, invitation.id, caller.user_id))) {
    requireOpen(await requireInvitation(trx, token));
    throw new Error('an open invitation could not be used');
  }
  return { team, membership: await join(work, caller, { invitation, before }) };
};
