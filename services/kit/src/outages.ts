import { DeadlineError } from './deadline.ts';

/** SQLSTATEs that say "not now": connections, resources, restarts, serialization, deadlocks and our own timeouts. */
const sqlStates = /^(08\w{3}|53\w{3}|57P0[1-5]|57014|40001|40P01|55P03|25P0[34])$/;

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** The drivers (pg, knex, ioredis) give these no code. */
const driverMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client was closed|Client has encountered a connection error|Command timed out|Connection is closed|Stream isn't writeable|Reached the max retries per request|Knex: Timeout acquiring)/;

/** The `code` of a driver's or Node's error. Read by shape: an error of another realm is no instance of ours. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function messageOf(error: unknown): string {
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined;
  return typeof message === 'string' ? message : '';
}

/** Whether PostgreSQL, Redis or the network was away or busy, so that the same request may succeed later. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DeadlineError) return true;
  const code = codeOf(error) ?? '';
  return sqlStates.test(code) || networkCodes.has(code) || driverMessages.test(messageOf(error));
}
