import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { codeOf } from '../outages.ts';

const longestMs = 20_000;
const queryCanceled = '57014';

export interface TestDatabase {
  readonly url: string;
  /** Drops it, with whatever is still connected. */
  close: () => Promise<void>;
}

/**
 * A database of its own for one test file, with the schema and nothing else: a copy of a template that the test run
 * has migrated.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const adminUrl = required('TEST_DATABASE_URL');
  const template = required('TEST_DATABASE_TEMPLATE');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await ask(adminUrl, `create database ${name} template ${template}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, close: () => drop(adminUrl, name) };
}

/**
 * Dropping waits for every process of the server, also for one that another test has cut off from its client. What
 * cannot be dropped soon goes with the server, which the test run throws away.
 */
async function drop(adminUrl: string, name: string): Promise<void> {
  try {
    await ask(adminUrl, `drop database ${name} with (force)`);
  } catch (error) {
    if (codeOf(error) !== queryCanceled) throw error;
  }
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, statement_timeout: longestMs });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function required(variable: string): string {
  const value = process.env[variable];
  if (value) return value;
  throw new Error(`${variable} is not set: run this test with "npm test -- integration <part of its path>".`);
}
