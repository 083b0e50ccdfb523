import type { UserEntry } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { Caller } from '../platform/caller.ts';
import { lockAccount } from './accounts.repository.ts';
import type { SignUp } from './sign-up.ts';
import { findUserEntry } from './user-entries.repository.ts';
import type { StoredEntry } from './user-entries.repository.ts';

/** An admin cannot lock the platform’s door from inside, and the settings stand above the admins. */
export const requireOther = (caller: Caller, { id, is_appointed }: UserEntry): void => {
  if (id === caller.user_id) {
    throw new AppError('conflict', 'You cannot do this to yourself. Ask another admin.');
  }
  if (is_appointed) {
    throw new AppError(
      'conflict',
      'This admin is named in ADMIN_EMAILS. Take the address off that list first.',
    );
  }
};

/** Users as admins see them. */
export const createUserEntries = ({ isAppointed }: Pick<SignUp, 'isAppointed'>) => {
  /** An address that nobody has proved is no shield. */
  const entryOf = ({ is_proved, ...stored }: StoredEntry): UserEntry => ({
    ...stored,
    is_appointed: is_proved && stored.email !== null && isAppointed(stored.email),
  });

  const require = async (trx: Knex, id: number): Promise<UserEntry> => {
    const stored = await findUserEntry(trx, id);
    if (!stored) throw new AppError('not_found', 'There is no such user.');
    return entryOf(stored);
  };

  /**
   * Locked, so that nobody signs in while they are blocked; the admin's own row too, in order of id, so that of two
   * admins who demote each other at the same moment one stays.
   */
  const lock = async (trx: Knex, caller: Caller, id: number): Promise<UserEntry> => {
    const ids = [...new Set([caller.user_id, id])].sort((one, other) => one - other);
    for (const locked of ids) await lockAccount(trx, { id: locked });
    const admin = await findUserEntry(trx, caller.user_id);
    if (admin?.platform_role !== 'admin' || admin.blocked_at !== null) {
      throw new AppError('forbidden', 'You are no admin any more.');
    }
    return require(trx, id);
  };

  return { entryOf, require, lock };
};

export type UserEntries = ReturnType<typeof createUserEntries>;
