import type { JobPayloads } from '@convomatic/contracts';
import type { Knex } from 'knex';

/** Queued in the transaction that wants it, so a mail goes out exactly when its cause was committed. */
export const queueMail = async (trx: Knex, mail: JobPayloads['mail.send']): Promise<void> => {
  await trx.raw(`select graphile_worker.add_job('mail.send', ?::json, max_attempts => 8)`, [
    JSON.stringify(mail),
  ]);
};
