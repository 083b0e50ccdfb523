import type { UserEntry } from '@convomatic/contracts';
import type { Knex } from 'knex';

/** A user as admins see them, but for what the settings say. */
export type StoredEntry = Omit<UserEntry, 'is_appointed'> & { is_proved: boolean };

const people = (trx: Knex) =>
  trx('users')
    .whereNot({ platform_role: 'guest' })
    .whereNull('deleted_at')
    .select(trx.raw('email_proved_at is not null as is_proved'))
    .select<StoredEntry[]>(
      ...['id', 'name', 'email', 'platform_role', 'language', 'created_at', 'blocked_at'],
      trx('logins').whereRaw('user_id = users.id').max('last_seen_at').as('last_seen_at'),
      trx('memberships')
        .join('teams', 'teams.id', 'memberships.group_id')
        .whereRaw('user_id = users.id and left_at is null and teams.deleted_at is null')
        .count()
        .as('team_count'),
    );

/** What somebody types is looked for as it is, also where it means something to LIKE. */
const pattern = (search: string): string => `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;

export type Search = { search?: string | undefined; before_id?: number | undefined };

/** Newest first. */
export const listUserEntries = async (
  trx: Knex,
  { search = '', before_id }: Search,
  limit: number,
): Promise<StoredEntry[]> => {
  const found = people(trx).orderBy('id', 'desc').limit(limit);
  if (before_id !== undefined) found.where('id', '<', before_id);
  if (search !== '') found.whereRaw(`(name ilike :like or email ilike :like)`, { like: pattern(search) });
  return found;
};

export const findUserEntry = async (trx: Knex, id: number): Promise<StoredEntry | undefined> =>
  (await people(trx).where({ id }))[0];

/** Since now, or no longer. */
export const updateBlocked = async (trx: Knex, id: number, isBlocked: boolean): Promise<void> => {
  const now = trx.raw('clock_timestamp()');
  await trx('users')
    .where({ id })
    .update({ blocked_at: isBlocked ? now : null, updated_at: now });
};
