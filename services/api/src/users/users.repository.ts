import type { User } from '@convomatic/contracts';
import type { Knex } from 'knex';

const columns = ['id', 'name', 'email', 'platform_role'] as const;

type NewUser = Omit<User, 'id'>;

/** Undefined when somebody has this address already. */
export const insertUser = async (trx: Knex, user: NewUser): Promise<User | undefined> => {
  const [inserted] = await trx('users')
    .insert(user)
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

/** Locks the row, so that what a person gets once (such as a first team) is not made twice. */
export const lockUserByEmail = async (trx: Knex, email: string): Promise<User | undefined> =>
  trx<User>('users')
    .where({ email })
    .whereNull('deleted_at')
    .forUpdate()
    .first(...columns);

/** The platform's first admin, who owns what the first start makes. */
export const findFirstAdmin = async (trx: Knex): Promise<User | undefined> =>
  trx<User>('users')
    .where({ platform_role: 'admin' })
    .whereNull('deleted_at')
    .orderBy('id')
    .first(...columns);
