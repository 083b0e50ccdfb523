import type { Invitation } from '@convomatic/contracts';
import type { TeamRole } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';

const columns = ['id', 'team_id', 'role', 'email', 'invited_by', 'expires_at', 'created_at'] as const;

type NewInvitation = Pick<Invitation, 'role' | 'email' | 'invited_by'> & { token_hash: string; days: number };

export const insertInvitation = async (
  trx: Knex,
  { team_id }: TeamScope,
  { days, ...invitation }: NewInvitation,
): Promise<Invitation> => {
  const expires_at = trx.raw('clock_timestamp() + make_interval(days => ?)', [days]);
  const [row] = await trx('invitations')
    .insert({ ...invitation, team_id, expires_at })
    .returning<Invitation[]>([...columns]);
  if (!row) throw new Error('the invitation was not inserted');
  return row;
};

const open = 'used_at is null and revoked_at is null and expires_at > clock_timestamp()';

/** Newest first. */
export const listOpenInvitations = async (trx: Knex, { team_id }: TeamScope): Promise<Invitation[]> =>
  trx('invitations')
    .where({ team_id })
    .whereRaw(open)
    .orderBy('id', 'desc')
    .select<Invitation[]>(...columns);

/** Whose invitation it is, to ask there whether somebody may take it back. */
export const findTeamOfInvitation = async (trx: Knex, id: number): Promise<number | undefined> =>
  (await trx('invitations').where({ id }).first<{ team_id: number } | undefined>('team_id'))?.team_id;

/** False when it is used or taken back already. */
export const updateRevoked = async (trx: Knex, { team_id }: TeamScope, id: number): Promise<boolean> => {
  const now = trx.raw('clock_timestamp()');
  const count = await trx('invitations')
    .where({ id, team_id })
    .whereNull('used_at')
    .whereNull('revoked_at')
    .update({ revoked_at: now, updated_at: now });
  return count > 0;
};

/** Those for one of these roles that this person made, or that went to their address, and nobody has used. */
export const updateRevokedOf = async (
  trx: Knex,
  { team_id }: TeamScope,
  { user_id, roles }: { user_id: number; roles: TeamRole[] },
): Promise<void> => {
  const now = trx.raw('clock_timestamp()');
  await trx('invitations')
    .where({ team_id })
    .whereRaw('(invited_by = :user_id or email = (select email from users where id = :user_id))', { user_id })
    .whereIn('role', roles)
    .whereRaw(open)
    .update({ revoked_at: now, updated_at: now });
};

export type Presented = Pick<Invitation, 'id' | 'team_id' | 'role' | 'email'> & {
  invited_by_name: string;
  is_used: boolean;
  is_revoked: boolean;
  is_expired: boolean;
};

/** The invitation with this token, whatever became of it. */
export const findInvitation = async (trx: Knex, tokenHash: string): Promise<Presented | undefined> => {
  const { rows } = await trx.raw<{ rows: Presented[] }>(
    `select i.id, i.team_id, i.role, i.email, inviter.name as invited_by_name, i.used_at is not null as is_used,
       i.revoked_at is not null or inviter.blocked_at is not null as is_revoked, i.expires_at <= clock_timestamp() as is_expired
     from invitations i join users inviter on inviter.id = i.invited_by where i.token_hash = ?`,
    [tokenHash],
  );
  return rows[0];
};

/** False when it was used, taken back or too old by now: of two people with one link the second is told so. */
export const updateUsed = async (trx: Knex, id: number, userId: number): Promise<boolean> => {
  const now = trx.raw('clock_timestamp()');
  const count = await trx('invitations')
    .where({ id })
    .whereRaw(open)
    .update({ used_at: now, used_by: userId, updated_at: now });
  return count > 0;
};
