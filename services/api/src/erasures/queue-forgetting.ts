import type { JobPayloads } from '@convomatic/contracts';
import type { Knex } from 'knex';

/**
 * Queued in the transaction that erases. Twice, because whoever read an event just before it was erased may write it
 * into a log once more.
 */
export const queueForgetting = async (trx: Knex, payload: JobPayloads['rooms.forget']): Promise<void> => {
  await trx.raw(
    `select graphile_worker.add_job('rooms.forget', ?::json, run_at => now() + after)
     from unnest(array[interval '0', interval '1 minute']) as after`,
    [JSON.stringify(payload)],
  );
};
