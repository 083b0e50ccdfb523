import type { Logger } from '@convomatic/kit/logger';
import type { Knex } from 'knex';

type Needs = { knex: Knex; logger: Logger; ring: (message: { epoch: number }) => Promise<void> };

const trustedMs = 5_000;

/**
 * Minutes since 1970, or one more where that is higher: a database that is restored twice from the same copy would
 * else count to the same epoch twice, with other events under the same numbers.
 */
const moveEpoch = `
  update realtime set epoch = greatest(epoch + 1, floor(extract(epoch from clock_timestamp()) / 60)),
    system_identifier = stored.system_identifier::text, timeline_id = checkpoint.timeline_id
  from pg_control_system() as stored, pg_control_checkpoint() as checkpoint
  where (realtime.system_identifier, realtime.timeline_id)
    is distinct from (stored.system_identifier::text, checkpoint.timeline_id::bigint)
  returning epoch`;

/**
 * The epoch of the numbers. It moves on when this is no longer the server, or the timeline, that gave them: after a
 * restore or a promotion, numbers that were published may mean other events.
 */
export const createEpoch = ({ knex, logger, ring }: Needs) => {
  let known: { epoch: number; until: number } | undefined;
  let comparing: Promise<number> | undefined;

  const compare = async (): Promise<number> => {
    const { rows: moved } = await knex.raw<{ rows: { epoch: number }[] }>(moveEpoch);
    // Asked again, because another process may have moved it while this one waited for the row.
    const [row] = await knex('realtime').select<{ epoch: number }[]>('epoch');
    if (!row) throw new Error('the database has no epoch');
    known = { epoch: row.epoch, until: performance.now() + trustedMs };
    if (moved.length > 0) {
      logger.warn({ epoch: row.epoch }, 'the database was restored or promoted: numbers begin a new epoch');
      await ring({ epoch: row.epoch });
    }
    return row.epoch;
  };

  return {
    /** Compares with the server every five seconds, when somebody asks. */
    current: async (): Promise<number> => {
      if (known && performance.now() < known.until) return known.epoch;
      comparing ??= compare().finally(() => {
        comparing = undefined;
      });
      return comparing;
    },

    /** Compares now. */
    compare,
  };
};

export type Epoch = ReturnType<typeof createEpoch>;
