import knex from 'knex';
import type { Knex } from 'knex';
import { Pool } from 'pg';
import type { PoolConfig } from 'pg';
import type { Logger } from './logger.ts';
import { parsers } from './database-types.ts';
import { withDeadline } from './deadline.ts';
import { codeOf } from './outages.ts';

export interface DatabaseOptions {
  url: string;
  logger: Logger;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Connections at most; knex and the prepared statements share them. */
  poolSize?: number;
  /** Exports, retention and migrations: transactions may last, they append no events and hold no room. */
  longRunning?: boolean;
}

export interface Database {
  readonly knex: Knex;
  /** The pool under knex, for named prepared statements of hot paths. */
  readonly pool: Pool;
  /** Resolves when a query went through, rejects within a second otherwise. */
  ping: () => Promise<void>;
  close: () => Promise<void>;
}

const connectMs = 3_000;
const pingMs = 1_000;
const queryMs = 15_000;

/**
 * Session limits: a transaction ends after 10 s, because cursors of integrators rely on it; a frozen process
 * holds its rooms for 2 s at most. Connection start-up options, so that no query has to set them.
 */
function sessionOptions(longRunning: boolean): string {
  const settings = {
    transaction_timeout: longRunning ? '0' : '10s',
    idle_in_transaction_session_timeout: longRunning ? '60s' : '2s',
    lock_timeout: '3s',
    TimeZone: 'UTC',
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

function poolConfig({
  url,
  applicationName,
  poolSize = 10,
  longRunning = false,
}: DatabaseOptions): PoolConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    options: sessionOptions(longRunning),
    max: poolSize,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: parsers,
    // The server's own limit comes first; this one is for a server that no longer answers.
    ...(!longRunning && { query_timeout: queryMs }),
  };
}

function createPool(options: DatabaseOptions): Pool {
  const pool = new Pool(poolConfig(options));
  // Without a listener a connection that breaks would end the process; the pool replaces it by itself.
  const report = (error: Error): void => {
    options.logger.warn({ err: error }, 'database connection lost');
  };
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Knex would write to the console. */
const logTo = (logger: Logger): Knex.Logger => ({
  debug: (text: unknown) => {
    logger.debug({ knex: text }, 'knex');
  },
  warn: (text: unknown) => {
    logger.warn({ knex: text }, 'knex');
  },
  error: (text: unknown) => {
    logger.error({ knex: text }, 'knex');
  },
  deprecate: (method: string, alternative: string) => {
    logger.warn({ method, alternative }, 'knex will no longer have a method');
  },
});

/** One pool for knex and for prepared statements. It connects on first use and survives restarts of PostgreSQL. */
export function createDatabase(options: DatabaseOptions): Database {
  const pool = createPool(options);
  const builder = knex({ client: 'pg', connectionPool: pool, log: logTo(options.logger) });
  return {
    knex: builder,
    pool,
    ping: async () => {
      await withDeadline(pool.query('select 1'), pingMs, 'The database ping');
    },
    close: async () => {
      await builder.destroy();
      await pool.end();
    },
  };
}

/** Whether a row was refused because another one has its key; of one constraint, when that is named. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (codeOf(error) !== '23505') return false;
  return constraint === undefined || (error as { constraint?: unknown }).constraint === constraint;
}
