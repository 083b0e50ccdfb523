import type { User } from '@convomatic/contracts';
import type { Knex } from 'knex';

/** A person with what decides whether and how they get in. */
export type Account = User & { email_proved_at: string | null; blocked_at: string | null };

const columns = [
  'id',
  'name',
  'email',
  'platform_role',
  'language',
  'email_proved_at',
  'blocked_at',
] as const;

const accounts = (trx: Knex, one: { id: number } | { email: string }) =>
  trx<Account>('users').where(one).whereNull('deleted_at');

export const findAccountByEmail = async (trx: Knex, email: string): Promise<Account | undefined> =>
  accounts(trx, { email }).first(...columns);

/** Locks the row, so that what a person gets once (such as a first team) is not made twice. */
export const lockAccount = async (
  trx: Knex,
  one: { id: number } | { email: string },
): Promise<Account | undefined> =>
  accounts(trx, one)
    .forUpdate()
    .first(...columns);

type AccountChanges = {
  [Field in 'name' | 'email' | 'platform_role' | 'language']?: User[Field] | undefined;
} & { is_proved?: true };

export const updateAccount = async (
  trx: Knex,
  id: number,
  { is_proved, ...changes }: AccountChanges,
): Promise<void> => {
  const now = trx.raw('clock_timestamp()');
  await trx('users')
    .where({ id })
    .update({ ...changes, ...(is_proved && { email_proved_at: now }), updated_at: now });
};
