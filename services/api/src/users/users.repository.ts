import type { User } from '@convomatic/contracts';
import type { Knex } from 'knex';

const columns = ['id', 'name', 'email', 'platform_role', 'language'] as const;

type NewUser = Omit<User, 'id' | 'language'> & {
  language?: User['language'];
  /** The address is theirs for certain. */
  is_proved?: boolean;
};

/** Undefined when somebody has this address already. */
export const insertUser = async (
  trx: Knex,
  { is_proved = false, ...user }: NewUser,
): Promise<User | undefined> => {
  const [inserted] = await trx('users')
    .insert({ ...user, ...(is_proved && { email_proved_at: trx.raw('clock_timestamp()') }) })
    .onConflict('email')
    .ignore()
    .returning<User[]>([...columns]);
  return inserted;
};

export const findUser = async (trx: Knex, id: number): Promise<User | undefined> =>
  trx<User>('users')
    .where({ id })
    .whereNull('deleted_at')
    .first(...columns);

/** The platform's first admin, who owns what the first start makes. */
export const findFirstAdmin = async (trx: Knex): Promise<User | undefined> =>
  trx<User>('users')
    .where({ platform_role: 'admin' })
    .whereNull('deleted_at')
    .orderBy('id')
    .first(...columns);
