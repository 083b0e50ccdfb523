import type { Pool } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Passes what COPY gives straight through, at the pace of the reader. A connection in the middle of a COPY is of no use
 * to anybody else, so one that was cut short is closed and not given back.
 */
export const copyOut = async (pool: Pool, statement: string, target: Writable): Promise<void> => {
  const client = await pool.connect();
  let isWhole = false;
  try {
    await pipeline(client.query(copyTo(statement)), target);
    isWhole = true;
  } finally {
    client.release(!isWhole);
  }
};
