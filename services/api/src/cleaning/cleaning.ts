import type { Knex } from 'knex';
import { removeOldEmailChanges } from '../email-changes/index.ts';
import { removeOldRequests } from '../identities/index.ts';
import { removeOldLinks } from '../login-links/index.ts';
import { removeDeadLogins } from '../logins/index.ts';
import { removeOldMails } from '../mails/index.ts';

/** Removes rows that are over, at most `limit`; answers how many. */
type Remove = (knex: Knex, limit: number) => Promise<number>;

const removals: Remove[] = [
  removeOldLinks,
  removeOldRequests,
  removeOldEmailChanges,
  removeDeadLogins,
  removeOldMails,
];

const batchSize = 1_000;

/** In batches, so that no transaction lasts long; what another worker is removing is left to it. */
const removeAll = async (knex: Knex, remove: Remove): Promise<number> => {
  const count = await remove(knex, batchSize);
  return count < batchSize ? count : count + (await removeAll(knex, remove));
};

type Needs = { knex: Knex; alsoRemove?: Remove[] };

/** Removes what nobody can use any more, and what may be kept no longer; answers how many rows. */
export const createClean =
  ({ knex, alsoRemove = [] }: Needs) =>
  async (): Promise<number> => {
    let count = 0;
    for (const remove of [...removals, ...alsoRemove]) count += await removeAll(knex, remove);
    return count;
  };
