import type { Event } from '@convomatic/contracts';
import { createDatabase } from '@convomatic/kit/database';
import type { Database } from '@convomatic/kit/database';
import { createLogger } from '@convomatic/kit/logger';
import { testDatabase } from '@convomatic/kit/testing/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Knex } from 'knex';
import { EventEmitter, once } from 'node:events';
import { createUnitOfWork } from './unit-of-work.ts';
import type { Work } from './unit-of-work.ts';

let close: () => Promise<void>;
let database: Database;
let published: Event[];

const run = <T>(change: (work: Work) => Promise<T>): Promise<T> =>
  createUnitOfWork({ knex: database.knex, publish: (events) => published.push(...events) })(change);

const say = (room: string, id = 1) =>
  run(({ record }) => {
    record([room], () => [{ room, team_id: null, kind: 'login.revoked', records: { logins: [{ id }] } }]);
    return Promise.resolve();
  });

const numbers = async (room: string): Promise<number[]> => {
  const rows = await database.knex('events').where({ room }).orderBy('id').select<{ seq: number }[]>('seq');
  return rows.map((row) => row.seq);
};

const oneTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

beforeAll(async () => {
  const test = await testDatabase();
  database = createDatabase({
    url: test.url,
    logger: createLogger({ service: 'test', level: 'silent' }),
    applicationName: 'test',
  });
  close = async () => {
    await database.close();
    await test.close();
  };
});
afterAll(() => close());
beforeEach(() => {
  published = [];
});

describe('a unit of work', () => {
  it('numbers the events of a room without holes when many commit at once', async () => {
    await Promise.all(oneTo(60).map((id) => say('group-1', id)));
    expect(await numbers('group-1')).toEqual(oneTo(60));
    expect(published).toHaveLength(60);
  });

  it('gives a number back: a rollback after numbers leaves no hole', async () => {
    await say('group-2');
    const failing = run(({ trx, record }) => {
      record(['group-2'], () => [
        { room: 'group-2', team_id: null, kind: 'login.revoked', records: { logins: [{ id: 1 }] } },
        { room: 'nowhere', team_id: null, kind: 'login.revoked', records: {} },
      ]);
      return trx.raw('select 1');
    });
    await expect(failing).rejects.toThrow('not locked');
    await say('group-2');
    expect(await numbers('group-2')).toEqual([1, 2]);
  });

  it('publishes nothing of a change that was rolled back', async () => {
    await expect(
      run(async ({ trx, record }) => {
        record(['group-3'], () => [{ room: 'group-3', team_id: null, kind: 'login.revoked', records: {} }]);
        await trx.raw('select 1 / 0');
      }),
    ).rejects.toThrow('division by zero');
    expect(published).toEqual([]);
    expect(await numbers('group-3')).toEqual([]);
  });

  it('lets two transactions with the same rooms in opposite order both commit', async () => {
    const both = (rooms: string[]) =>
      run(({ record }) => {
        for (const room of rooms) {
          record([room], () => [{ room, team_id: null, kind: 'login.revoked', records: {} }]);
        }
        return Promise.resolve();
      });
    await Promise.all(
      oneTo(20).map((turn) => both(turn % 2 ? ['group-4', 'group-5'] : ['group-5', 'group-4'])),
    );
    expect(await numbers('group-4')).toEqual(oneTo(20));
    expect(await numbers('group-5')).toEqual(oneTo(20));
  });

  it('reads records after the room is locked, so the last event says what a fresh fetch says', async () => {
    await database.knex('users').insert({ name: '0' });
    const rename = (name: string) =>
      run(async ({ trx, record }) => {
        await trx('users').update({ name });
        record(['group-6'], async () => {
          const [user] = await trx('users').select<{ name: string }[]>('name');
          return [
            {
              room: 'group-6',
              team_id: null,
              kind: 'notice.created',
              records: { notices: [{ type: 'info', message: user?.name ?? '' }] },
            },
          ];
        });
      });
    await Promise.all(oneTo(30).map((turn) => rename(String(turn))));
    const [last] = await database
      .knex('events')
      .where({ room: 'group-6', seq: 30 })
      .select<Pick<Event, 'records'>[]>('records');
    const [user] = await database.knex('users').select<{ name: string }[]>('name');
    expect(last?.records.notices?.[0]?.message).toBe(user?.name);
  });

  /** Both halves of a record are changed at once; each unit reads the record when it is told to. */
  const changeHalves = async (room: string, readsBehindTheLock: boolean) => {
    await database.knex.raw('create table halves (half text primary key, value int not null)');
    await database.knex('halves').insert([
      { half: 'left', value: 0 },
      { half: 'right', value: 0 },
    ]);
    const read = async (trx: Knex) => {
      const rows = await trx('halves').orderBy('half').pluck<number[]>('value');
      return [{ type: 'info' as const, message: rows.join(' ') }];
    };
    let waiting = 2;
    const bothHaveRead = new EventEmitter();
    const change = (half: string) =>
      run(async ({ trx, record }) => {
        await trx('halves').where({ half }).update({ value: 1 });
        const before = await read(trx);
        waiting -= 1;
        if (waiting > 0) await once(bothHaveRead, 'both');
        else bothHaveRead.emit('both');
        record([room], async () => {
          const notices = readsBehindTheLock ? await read(trx) : before;
          return [{ room, team_id: null, kind: 'notice.created', records: { notices } }];
        });
      });
    await Promise.all([change('left'), change('right')]);
    const [last] = await database.knex('events').where({ room, seq: 2 }).pluck<Event['records'][]>('records');
    const [fresh] = await read(database.knex);
    await database.knex.raw('drop table halves');
    return { last: last?.notices?.[0]?.message, fresh: fresh?.message };
  };

  it('that read its records before the lock would send a stale one, and one that reads behind it does not', async () => {
    const stale = await changeHalves('group-9', false);
    expect(stale.fresh).toBe('1 1');
    expect(stale.last).not.toBe(stale.fresh);
    const current = await changeHalves('group-10', true);
    expect(current.last).toBe(current.fresh);
  });

  it('keeps the order of commits: whoever looks while twenty write and some roll back sees no hole', async () => {
    const room = 'group-11';
    let isWriting = true;
    const writer = async (writerId: number) => {
      for (let turn = 0; turn < 8; turn += 1) {
        const fails = (writerId + turn) % 3 === 0;
        await run(({ trx, record }) => {
          record([room, 'group-12'], async () => {
            if (fails) await trx.raw('select 1 / 0');
            return [{ room, team_id: null, kind: 'login.revoked', records: {} }];
          });
          return Promise.resolve();
        }).catch((error: unknown) => {
          if (!fails) throw error;
        });
      }
    };
    const look = async (): Promise<number> => {
      let looks = 0;
      while (isWriting) {
        const { rows } = await database.knex.raw<{ rows: [{ count: number; last: number }] }>(
          'select count(*), coalesce(max(seq), 0) as last from events where room = ?',
          [room],
        );
        expect(rows[0].last).toBe(rows[0].count);
        looks += 1;
      }
      return looks;
    };
    const looking = look();
    await Promise.all(oneTo(20).map(writer));
    isWriting = false;
    expect(await looking).toBeGreaterThan(5);
    const written = published.filter((event) => event.room === room).map(({ seq }) => seq);
    expect(written.toSorted((one, two) => one - two)).toEqual(oneTo(written.length));
    expect(await numbers(room)).toEqual(oneTo(written.length));
  });

  it('lets nothing land in a room after the unit that closed it', async () => {
    await run(({ record, closeRoom }) => {
      record(['group-7'], () => [{ room: 'group-7', team_id: null, kind: 'session.closed', records: {} }]);
      closeRoom('group-7');
      return Promise.resolve();
    });
    await expect(say('group-7')).rejects.toMatchObject({ code: 'session_closed' });
    expect(await numbers('group-7')).toEqual([1]);
  });

  it('refuses an event that is larger than 64 KB and keeps the room as it was', async () => {
    const large = run(({ record }) => {
      record(['group-8'], () => [
        {
          room: 'group-8',
          team_id: null,
          kind: 'notice.created',
          records: { notices: [{ type: 'info', message: 'x'.repeat(65_000) }] },
        },
      ]);
      return Promise.resolve();
    });
    await expect(large).rejects.toMatchObject({ code: 'too_large' });
    await say('group-8');
    expect(await numbers('group-8')).toEqual([1]);
  });
});
