import type { Pool, PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { CopyToStreamQuery } from 'pg-copy-streams';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What a COPY gives, at the pace of its reader; one at a time of a connection. Rejects when it cannot even begin. */
export const openCopy = async (client: PoolClient, statement: string): Promise<CopyToStreamQuery> => {
  const stream = client.query(copyTo(statement));
  await once(stream, 'readable');
  return stream;
};

/**
 * Gives a connection for as long as somebody reads. One in the middle of a COPY is of no use to anybody else, so one
 * that was cut short is closed and not given back.
 */
export const withConnection = async (
  pool: Pool,
  read: (client: PoolClient) => Promise<unknown>,
): Promise<void> => {
  const client = await pool.connect();
  let isWhole = false;
  try {
    await read(client);
    isWhole = true;
  } finally {
    client.release(!isWhole);
  }
};

/** Passes what COPY gives straight through. */
export const copyOut = (pool: Pool, statement: string, target: Writable): Promise<void> =>
  withConnection(pool, async (client) => pipeline(await openCopy(client, statement), target));
