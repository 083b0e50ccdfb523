import type { Knex } from 'knex';

const rowsAtOnce = 5_000;

/**
 * Removes events that were published long ago, so many at once and each time in a transaction of its own. Records that
 * live longer keep the number of their event.
 */
export const createRetention =
  ({ knex, days }: { knex: Knex; days: number }) =>
  async (): Promise<number> => {
    let removed = 0;
    let count = rowsAtOnce;
    while (count === rowsAtOnce) {
      const { rowCount } = await knex.raw<{ rowCount: number }>(
        `delete from events where ctid = any(array(
           select ctid from events
           where occurred_at < clock_timestamp() - make_interval(days => ?) and published_at is not null
           limit ? for update skip locked))`,
        [days, rowsAtOnce],
      );
      count = rowCount;
      removed += count;
    }
    return removed;
  };
