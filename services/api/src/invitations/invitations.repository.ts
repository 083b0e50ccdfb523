import type { InvitedRole } from '@convomatic/contracts';
import type { Knex } from 'knex';

export type Invitation = { id: number; team_id: number; role: InvitedRole; is_open: boolean };

type NewInvitation = {
  team_id: number;
  role: InvitedRole;
  token_hash: string;
  invited_by: number;
  lifetimeMs: number;
};

/** Answers when it expires. */
export const insertInvitation = async (
  trx: Knex,
  { lifetimeMs, ...invitation }: NewInvitation,
): Promise<string> => {
  const expires_at = trx.raw('clock_timestamp() + make_interval(secs => ?::float8 / 1000)', [lifetimeMs]);
  const [row] = await trx('invitations')
    .insert({ ...invitation, expires_at })
    .returning<{ expires_at: string }[]>('expires_at');
  if (!row) throw new Error('the invitation was not inserted');
  return row.expires_at;
};

/** Locks the row, so that of two people with one link the second finds it used. */
export const lockInvitation = async (trx: Knex, tokenHash: string): Promise<Invitation | undefined> =>
  trx('invitations')
    .where({ token_hash: tokenHash })
    .forUpdate()
    .first<Invitation>(
      'id',
      'team_id',
      'role',
      trx.raw('used_at is null and expires_at > clock_timestamp() as is_open'),
    );

export const updateInvitationUsed = async (trx: Knex, id: number, userId: number): Promise<void> => {
  const now = trx.raw('clock_timestamp()');
  await trx('invitations').where({ id }).update({ used_at: now, used_by: userId, updated_at: now });
};
