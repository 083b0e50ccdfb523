import { until } from '@convomatic/kit/testing/until';
import { eventLogKeys } from '@convomatic/contracts/names';
import type { Redis } from '@convomatic/kit/redis';
import { createFaultProxy } from '@convomatic/kit/testing/fault-proxy';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { publicationOf } from './publication.ts';
import { createScene, oneTo } from './realtime.build.ts';
import type { RealtimeScene } from './realtime.build.ts';
import type { Realtime } from './realtime.ts';
import { readTail } from './room-tail.repository.ts';
import { createUnitOfWork } from './unit-of-work.ts';

const room = 'group-1';
let scene: RealtimeScene;
let worker: Realtime & { redis: Redis };
beforeEach(async () => {
  scene = await createScene();
  worker = await scene.addProcess();
});
afterEach(() => scene.close());

const seqsOf = (heard: { seq: number }[]): number[] => heard.map(({ seq }) => seq);

describe('publishers', () => {
  it('killed between commit and publish: the sweep publishes, in order', async () => {
    await scene.say(room, undefined, { count: 3 });
    await scene.age();
    const heard = await scene.listen();
    expect(await worker.sweep()).toBe(3);
    await until(() => heard.length === 3);
    expect(seqsOf(heard)).toEqual([1, 2, 3]);
    expect(await scene.unpublished()).toBe(0);
  });

  it('killed between append and mark: the sweep marks, and nothing is published twice', async () => {
    await scene.say(room, undefined, { count: 2 });
    await scene.age();
    const heard = await scene.listen();
    const { epoch, events } = await readTail(scene.knex, room, null);
    for (const event of events) await scene.log.append({ ...publicationOf(event), epoch });
    expect(await worker.sweep()).toBe(0);
    expect(await scene.unpublished()).toBe(0);
    await scene.say(room, worker);
    await until(() => heard.length >= 3);
    expect(seqsOf(heard)).toEqual([1, 2, 3]);
  });

  it('as two sweepers at once, beside an auditor, publish each event once and in order', async () => {
    const other = await scene.addProcess();
    for (const name of ['group-1', 'group-2', 'group-3']) await scene.say(name, undefined, { count: 150 });
    await scene.age();
    const heard = await scene.listen();
    const [swept, sweptToo] = await Promise.all([worker.sweep(), other.sweep(), worker.audit()]);
    await until(async () => (await scene.unpublished()) === 0);
    expect(swept + sweptToo).toBeLessThanOrEqual(450);
    for (const name of ['group-1', 'group-2', 'group-3']) {
      const seqs = seqsOf(heard.filter((event) => event.room === name));
      // What the auditor refilled is in the log and was not published.
      expect(seqs).toEqual([...new Set(seqs)].toSorted((one, next) => one - next));
      expect(await scene.logged(name)).toEqual(oneTo(150));
    }
  });

  it('with a poison row: its room fails and is told of, the others go on', async () => {
    for (const name of ['group-1', 'group-2', 'group-3']) await scene.say(name);
    await scene.age();
    await scene.redis.call('ACL', 'SETUSER', 'default', 'resetkeys', '~ev:{group-2}:*', '~ev:{group-3}:*');
    expect(await worker.sweep()).toBe(2);
    expect(await scene.unpublished()).toBe(1);
    expect(scene.lines.some((line) => line.includes('could not be published'))).toBe(true);
    await scene.redis.call('ACL', 'SETUSER', 'default', 'allkeys');
    expect(await worker.sweep()).toBe(1);
  });

  it('with a backlog of 100,000 in a thousand rooms and a large one: bounded time and memory, all in order', async () => {
    await scene.knex.raw(`
      insert into rooms (name, seq) select 'group-' || room, case room when 1 then 20000 else 80 end
        from generate_series(1, 1001) as room;
      insert into events (room, seq, kind, records, occurred_at)
        select name, number, 'login.revoked', '{}', clock_timestamp() - interval '1 s'
        from rooms cross join lateral generate_series(1, rooms.seq) as number;
      analyze events;`);
    expect(await scene.unpublished()).toBe(100_000);
    const last = new Map<string, number>();
    let disorder = 0;
    const subscriber = scene.redis.duplicate({ enableOfflineQueue: true });
    subscriber.on('message', (_channel, text) => {
      const event = JSON.parse(text) as { room: string; seq: number };
      if (event.seq !== (last.get(event.room) ?? 0) + 1) disorder += 1;
      last.set(event.room, event.seq);
    });
    await subscriber.subscribe('/records');
    const heapBefore = process.memoryUsage().heapUsed;
    let swept = 0;
    await until(
      async () => {
        swept += await worker.sweep();
        return swept === 100_000;
      },
      { deadlineMs: 40_000, intervalMs: 1 },
    );
    await until(() => last.get('group-1') === 20_000 && last.size === 1_001);
    subscriber.disconnect();
    expect(disorder).toBe(0);
    expect(await scene.unpublished()).toBe(0);
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(200 * 1024 * 1024);
  }, 60_000);
});

describe('Postgres', () => {
  it('restored to an earlier point: a new epoch, told of once, and logs that begin anew', async () => {
    await scene.say(room, worker, { count: 5 });
    await until(async () => (await scene.unpublished()) === 0);
    await worker.audit();
    await scene.knex('events').where('seq', '>', 3).delete();
    await scene.knex('rooms').update({ seq: 3 });
    await scene.knex('realtime').update({ timeline_id: 99 });
    const rung = await scene.listenToControl();
    const other = await scene.addProcess();
    await Promise.all([worker.audit(), other.audit()]);
    await until(() => rung.length > 0);
    const [{ epoch } = { epoch: 0 }] = await scene.knex('realtime').select<{ epoch: number }[]>('epoch');
    expect(epoch).toBeGreaterThan(29_000_000);
    expect(rung.filter((message) => (message as { epoch?: number }).epoch)).toEqual([{ epoch }]);
    expect(await scene.log.read({ room, after: 0 })).toMatchObject({ epoch, top: 3, first: 1 });
    await scene.say(room, worker);
    await until(async () => (await scene.logged(room)).length === 4);
  });

  it('restored: a process that has not heard of the new epoch publishes in it all the same', async () => {
    await scene.say(room, worker);
    await until(async () => (await scene.unpublished()) === 0);
    const other = await scene.addProcess();
    await other.currentEpoch();
    await scene.knex('realtime').update({ timeline_id: 99 });
    await worker.audit();
    await scene.say(room, other);
    await until(async () => (await scene.unpublished()) === 0);
    expect((await scene.log.head(room))?.epoch).toBeGreaterThan(1);
    expect(await scene.logged(room)).toEqual([1, 2]);
  });

  it('with a process frozen while it holds a room: the room is free again within two seconds', async () => {
    await scene.say(room, worker);
    const holder = fileURLToPath(new URL('hold-room.build.ts', import.meta.url));
    const child = spawn(process.execPath, [holder, scene.databaseUrl, room], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');
      child.kill('SIGSTOP');
      const begun = performance.now();
      await scene.say(room, worker);
      expect(performance.now() - begun).toBeGreaterThan(500);
      expect(performance.now() - begun).toBeLessThan(3_000);
    } finally {
      child.kill('SIGKILL');
    }
    await until(async () => (await scene.logged(room)).length === 2);
  });

  it('with a long writer: nobody publishes past it, and it loses nothing', async () => {
    const heard = await scene.listen();
    const unitOfWork = createUnitOfWork({ knex: scene.knex, publish: worker.publish });
    const event = { room, team_id: null, kind: 'login.revoked' as const, records: {} };
    const long = unitOfWork(({ trx, record }) => {
      record([room], async () => {
        await trx.raw('select pg_sleep(1)');
        return [event];
      });
      return Promise.resolve();
    });
    await until(async () => {
      const { rows } = await scene.knex.raw<{ rows: unknown[] }>(
        `select 1 from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'`,
      );
      return rows.length > 0;
    });
    const short = scene.say(room, worker);
    await scene.say('group-2', worker);
    await until(() => heard.length === 1);
    expect(heard[0]?.room).toBe('group-2');
    await Promise.all([long, short]);
    await until(() => heard.length === 3);
    expect(seqsOf(heard.slice(1))).toEqual([1, 2]);
  });

  it('away for 60 s: nothing is said to be done meanwhile, and what was committed before goes out behind it', async () => {
    const { hostname, port } = new URL(scene.databaseUrl);
    const way = await createFaultProxy({ host: hostname, port: Number(port) });
    const away = await scene.addProcess(scene.openDatabase(way.urlLike(scene.databaseUrl)));
    await scene.say(room, undefined, { count: 3 });
    way.cut();
    await expect(away.sweep()).rejects.toThrow();
    await expect(away.audit()).rejects.toThrow();
    await scene.passed('60 seconds');
    way.restore();
    const heard = await scene.listen();
    expect(await away.sweep()).toBe(3);
    await until(() => heard.length === 3);
    expect(seqsOf(heard)).toEqual([1, 2, 3]);
    expect(await scene.unpublished()).toBe(0);
    await way.close();
  });

  it.each(['-1 hour', '1 hour'])(
    'clock jumps by %s: what waits goes out at once, what was lost is found',
    async (jump) => {
      await scene.say(room, worker, { count: 2 });
      await until(async () => (await scene.unpublished()) === 0);
      await worker.audit();
      await scene.say(room);
      await scene.say('group-2');
      await scene.passed(jump);
      const heard = await scene.listen();
      expect(await worker.sweep()).toBe(2);
      await until(() => heard.length === 2);
      const { head, log } = eventLogKeys(room);
      await scene.redis.del(head, log);
      expect(await worker.audit()).toBe(1);
      expect(await scene.logged(room)).toEqual([1, 2, 3]);
    },
  );

  it('whose connections are all cut: what is committed afterwards is published in order', async () => {
    await scene.say(room, worker);
    await until(async () => (await scene.unpublished()) === 0);
    await scene.knex.raw(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await until(() => scene.say(room, worker).then(() => true));
    await until(async () => (await scene.unpublished()) === 0);
    expect(await scene.logged(room)).toEqual([1, 2]);
  });
});
