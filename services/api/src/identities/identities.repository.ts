import type { Identity } from '@convomatic/contracts';
import type { Knex } from 'knex';

const columns = ['id', 'provider', 'email', 'created_at'] as const;

type Account = { issuer: string; subject: string };

/** Until the end of the transaction: whoever comes twice at once is one person. */
export const lockAccount = async (trx: Knex, { issuer, subject }: Account): Promise<void> => {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`identity ${issuer} ${subject}`]);
};

export const findIdentity = async (
  trx: Knex,
  { issuer, subject }: Account,
): Promise<{ id: number; user_id: number } | undefined> =>
  trx('identities')
    .where({ issuer, subject })
    .first<{ id: number; user_id: number } | undefined>('id', 'user_id');

type NewIdentity = Account & { user_id: number; provider: string; email: string | null };

export const insertIdentity = async (trx: Knex, identity: NewIdentity): Promise<number> => {
  const [row] = await trx('identities').insert(identity).returning<{ id: number }[]>('id');
  if (!row) throw new Error('the identity was not inserted');
  return row.id;
};

export const updateIdentityEmail = async (trx: Knex, id: number, email: string | null): Promise<void> => {
  await trx('identities')
    .where({ id })
    .update({ email, updated_at: trx.raw('clock_timestamp()') });
};

export const listIdentities = async (knex: Knex, userId: number): Promise<Identity[]> =>
  knex('identities')
    .where({ user_id: userId })
    .orderBy('id')
    .select<Identity[]>(...columns);

/** False when this person has no such identity. */
export const removeIdentity = async (trx: Knex, key: { id: number; user_id: number }): Promise<boolean> =>
  (await trx('identities').where(key).delete()) > 0;

/** Locks the person, so that of two ways in that are given up at once one stays. */
export const hasProvedAddress = async (trx: Knex, userId: number): Promise<boolean> => {
  const user = await trx('users')
    .where({ id: userId })
    .forUpdate()
    .first<{ is_proved: boolean } | undefined>(
      trx.raw('email is not null and email_proved_at is not null as is_proved'),
    );
  return user?.is_proved ?? false;
};
