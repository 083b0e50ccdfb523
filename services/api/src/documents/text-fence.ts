import { documentName, documentsChannel } from '@convomatic/contracts/names';
import type { DocumentAddress } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import { updateGeneration } from './documents.repository.ts';

/** Called, behind the record's own lock, by a feature that writes a text by itself. */
export type TextWritten = (trx: Knex.Transaction, address: DocumentAddress) => Promise<void>;

type AnnounceText = (rewritten: { name: string; generation: number }) => void;

/** Makes it quick and no more: without the message, the next save of the older generation is refused. */
export const createAnnounceText =
  ({ redis, logger }: { redis: Redis; logger: Logger }): AnnounceText =>
  (rewritten) => {
    redis.publish(documentsChannel, JSON.stringify(rewritten)).catch((error: unknown) => {
      logger.debug({ err: error, document: rewritten.name }, 'a rewritten text was not announced');
    });
  };

/**
 * Keeps what is typed in an open document from being merged into, or saved over, a text that was written by other
 * means. Announced once the change is committed.
 */
export const createTextFence =
  ({ announce }: { announce: AnnounceText }): TextWritten =>
  async (trx, address) => {
    const name = documentName(address);
    const generation = await updateGeneration(trx, name);
    trx.executionPromise.then(
      () => announce({ name, generation }),
      () => undefined,
    );
  };
