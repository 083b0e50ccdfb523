import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, isUniqueViolation } from './database.ts';
import type { Database } from './database.ts';
import { toAppError } from './http-errors.ts';
import { createLogger } from './logger.ts';
import { createFaultProxy } from './testing/fault-proxy.ts';
import type { FaultProxy } from './testing/fault-proxy.ts';
import { testDatabase } from './testing/postgres.ts';
import type { TestDatabase } from './testing/postgres.ts';
import { until } from './testing/until.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
let home: TestDatabase;
let proxy: FaultProxy;
let database: Database;

beforeAll(async () => {
  home = await testDatabase();
  const { hostname, port } = new URL(home.url);
  proxy = await createFaultProxy({ host: hostname, port: Number(port) });
  database = createDatabase({
    url: proxy.urlLike(home.url),
    logger,
    applicationName: 'kit-test',
    poolSize: 4,
  });
  await database.knex.raw(
    'create table things (id bigint primary key, name text constraint things_name_key unique)',
  );
});
afterAll(async () => {
  await database.close();
  await proxy.close();
  await home.close();
});

const one = async (sql: string): Promise<Record<string, unknown>> => {
  const { rows } = await database.pool.query<Record<string, unknown>>(sql);
  return rows[0] ?? {};
};

describe('a row', () => {
  it('reads as it goes to the wire', async () => {
    expect(
      await one(`select 9007199254740991::bigint as id, array[1, null, 3]::bigint[] as ids, count(*) as count,
        timestamptz '2026-02-03 04:05:06.789123+02' as at, array[timestamptz '2026-01-01 00:00+00'] as times,
        date '2026-02-03' as day, jsonb_build_object('id', 7) as records, null::timestamptz as never`),
    ).toEqual({
      id: 9_007_199_254_740_991,
      ids: [1, null, 3],
      count: 1,
      at: '2026-02-03T02:05:06.789Z',
      times: ['2026-01-01T00:00:00.000Z'],
      day: '2026-02-03',
      records: { id: 7 },
      never: null,
    });
  });

  it('reads the same through knex', async () => {
    const rows = await database.knex.select(
      database.knex.raw(`7::bigint as id, timestamptz '2026-01-01 00:00+00' as at`),
    );
    expect(rows).toEqual([{ id: 7, at: '2026-01-01T00:00:00.000Z' }]);
  });

  it('with an id that no number holds is an error, and the connection lives on', async () => {
    await expect(one('select 9007199254740993::bigint as id')).rejects.toThrow('beyond 2^53');
    expect(await one('select 1 as one')).toEqual({ one: 1 });
  });

  it('that exists already is known by its constraint', async () => {
    await database.knex('things').insert({ id: 1, name: 'a' });
    const again: unknown = await database
      .knex('things')
      .insert({ id: 2, name: 'a' })
      .catch((error: unknown) => error);
    expect(isUniqueViolation(again)).toBe(true);
    expect(isUniqueViolation(again, 'things_name_key')).toBe(true);
    expect(isUniqueViolation(again, 'things_pkey')).toBe(false);
    expect(isUniqueViolation(new Error('else'))).toBe(false);
  });
});

describe('a session of the database', () => {
  const settings = `select current_setting('transaction_timeout') as transaction, current_setting('lock_timeout') as lock,
    current_setting('idle_in_transaction_session_timeout') as idle, current_setting('application_name') as name`;

  it('has the limits that others rely on', async () => {
    expect(await one(settings)).toEqual({ transaction: '10s', lock: '3s', idle: '2s', name: 'kit-test' });
  });

  it('has none on its whole time when it runs long', async () => {
    const long = createDatabase({ url: home.url, logger, applicationName: 'export', longRunning: true });
    expect((await long.pool.query(settings)).rows).toEqual([
      expect.objectContaining({ transaction: '0', name: 'export' }),
    ]);
    await long.close();
  });

  it('that sleeps in a transaction is ended, its locks are free, and the pool goes on', async () => {
    const failed = database.knex.transaction(async (work) => {
      await work('things').insert({ id: 50, name: 'frozen' });
      await until(
        async () =>
          (await one(`select count(*) from pg_stat_activity where state = 'idle in transaction'`)).count ===
          0,
      );
      await work('things').insert({ id: 51 });
    });
    await expect(failed).rejects.toThrow();
    expect(await database.knex('things').where('id', '>=', 50)).toEqual([]);
  });
});

describe('a database that goes away', () => {
  const isBack = (): Promise<boolean> =>
    until(() => database.ping().then(() => true), { what: 'the database' });

  it('is found again by the same pool, idle connections and busy ones', async () => {
    const busy = database.pool.query('select pg_sleep(30)');
    await one('select 1');
    proxy.cut();
    const broken: unknown = await busy.catch((error: unknown) => error);
    expect(toAppError(broken).code).toBe('unavailable');
    await expect(database.ping()).rejects.toThrow();
    const refused: unknown = await database.knex('things').catch((error: unknown) => error);
    expect(toAppError(refused).code).toBe('unavailable');
    proxy.restore();
    await isBack();
    expect(await database.knex('things').where({ id: 1 })).toHaveLength(1);
  });

  it('in the middle of a transaction leaves nothing behind', async () => {
    const failed = database.knex.transaction(async (work) => {
      await work('things').insert({ id: 60, name: 'half' });
      proxy.cut();
      await work('things').insert({ id: 61 });
    });
    await expect(failed).rejects.toThrow();
    proxy.restore();
    await isBack();
    expect(await database.knex('things').where('id', '>=', 60)).toEqual([]);
  });

  it('may end each of its connections by command', async () => {
    await Promise.all([one('select 1'), one('select 2'), one('select 3')]);
    const other = createDatabase({ url: home.url, logger, applicationName: 'operator' });
    await other.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kit-test'`,
    );
    await other.close();
    await isBack();
  });

  it('that answers nothing fails the ping within its time', async () => {
    proxy.freeze();
    await expect(database.ping()).rejects.toThrow('took longer');
    proxy.restore();
    await isBack();
  });
});
