import { eventLogKeys } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import type { Metrics } from '@convomatic/kit/metrics';
import type { Redis } from '@convomatic/kit/redis';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createScene, oneTo } from './realtime.build.ts';
import type { RealtimeScene } from './realtime.build.ts';
import type { Realtime } from './realtime.ts';
import { readTail } from './room-tail.repository.ts';

const room = 'group-1';
let scene: RealtimeScene;
let api: Realtime & { redis: Redis; metrics: Metrics };
let worker: Realtime & { redis: Redis };
beforeEach(async () => {
  scene = await createScene();
  api = await scene.addProcess();
  worker = await scene.addProcess();
});
afterEach(() => scene.close());

const published = async (count: number): Promise<void> => {
  await scene.say(room, api, { count });
  await until(async () => (await scene.unpublished()) === 0);
};

const untilBack = () => until(() => [scene, api, worker].every(({ redis }) => redis.status === 'ready'));

describe('Redis', () => {
  it('killed and restarted empty: the auditor refills what could be asked for, and rings', async () => {
    await published(300);
    await scene.say('group-2', api, { count: 3 });
    await scene
      .knex('rooms')
      .where({ name: 'group-2' })
      .update({
        updated_at: scene.knex.raw("clock_timestamp() - interval '5 hours'"),
      });
    await worker.audit();
    await scene.redisServer.kill();
    await expect(worker.audit()).rejects.toThrow();
    await scene.redisServer.restart();
    await untilBack();
    const rung = await scene.listenToControl();
    expect(await worker.audit()).toBe(1);
    await until(() => rung.length > 0);
    expect(rung).toEqual([{ refilled: true }]);
    const page = await scene.log.read({ room, after: 0 });
    expect(page).toMatchObject({ epoch: 1, top: 300, first: 45 });
    expect(page?.entries).toHaveLength(256);
    // Active too long ago for a log; where it stands is known.
    expect(await scene.log.read({ room: 'group-2', after: 0 })).toMatchObject({ top: 3, first: 4 });
  });

  it('away while events are committed: the fast path gives up at once, the sweep loses none', async () => {
    await published(1);
    await scene.redisServer.kill();
    for (let turn = 0; turn < 5; turn += 1) await scene.say(room, api);
    await scene.age();
    await expect(worker.sweep()).rejects.toThrow();
    expect(await scene.unpublished()).toBe(5);
    await scene.redisServer.restart();
    await untilBack();
    const heard = await scene.listen();
    expect(await worker.sweep()).toBe(5);
    await until(() => heard.length === 5);
    expect(heard.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6]);
    // The log began with the second; the auditor, which knows nothing of this Redis, completes it.
    await worker.audit();
    expect(await scene.logged(room)).toEqual(oneTo(6));
  });

  it('away for 20 minutes, and back as it was: all of that time goes out in order, and no room is left behind', async () => {
    await published(2);
    await scene.say('group-2', api, { count: 2 });
    await until(async () => (await scene.unpublished()) === 0);
    await worker.audit();
    scene.proxy.cut();
    for (let turn = 0; turn < 3; turn += 1) await scene.say(room, api);
    await scene.say('group-2', api);
    // Marked by somebody who then lost what it had appended: only an audit finds that.
    await scene.knex('events').where({ room: 'group-2' }).update({ published_at: scene.knex.fn.now() });
    await scene.passed('20 minutes');
    await expect(worker.audit()).rejects.toThrow();
    scene.proxy.restore();
    await untilBack();
    const heard = await scene.listen();
    expect(await worker.sweep()).toBe(3);
    expect(await worker.audit()).toBe(1);
    await until(() => heard.length === 4);
    expect(heard.map(({ seq }) => seq)).toEqual([3, 4, 5, 3]);
    expect([await scene.logged(room), await scene.logged('group-2')]).toEqual([oneTo(5), oneTo(3)]);
  });

  it('flushed: an event may begin the log anew, and the next audit completes it', async () => {
    await published(5);
    await worker.audit();
    await scene.redis.flushall();
    await published(1);
    expect(await scene.logged(room)).toEqual([6]);
    expect(await worker.audit()).toBe(1);
    expect(await scene.logged(room)).toEqual(oneTo(6));
    expect(await worker.audit()).toBe(0);
  });

  it('failed over without the last writes: what it forgot is published again, in order', async () => {
    await published(5);
    await worker.audit();
    const { head, log } = eventLogKeys(room);
    await scene.redis.hset(head, 'top', '3');
    await scene.redis.xdel(log, '4-0', '5-0');
    await scene.redis.xsetid(log, '3-0');
    const heard = await scene.listen();
    expect(await worker.audit()).toBe(1);
    await until(() => heard.length === 2);
    expect(heard.map(({ seq }) => seq)).toEqual([4, 5]);
    expect(await scene.logged(room)).toEqual(oneTo(5));
  });

  it('frozen: nobody waits for it, little is held in memory, and all goes out afterwards', async () => {
    await published(1);
    scene.proxy.freeze();
    const begun = performance.now();
    for (let turn = 0; turn < 20; turn += 1) await scene.say(room, api);
    expect(performance.now() - begun).toBeLessThan(900);
    await scene.age();
    await expect(worker.sweep()).rejects.toThrow('timed out');
    scene.proxy.restore();
    const heard = await scene.listen();
    await until(async () => {
      await worker.sweep().catch(() => undefined);
      return (await scene.unpublished()) === 0;
    });
    expect(await scene.logged(room)).toEqual(oneTo(21));
    expect(new Set(heard.map(({ seq }) => seq)).size).toBe(heard.length);
  });

  it('frozen under load: at most a thousand events wait for it, the others are left to the sweep', async () => {
    await published(1);
    const { events } = await readTail(scene.knex, room, null);
    scene.proxy.freeze();
    const many = Array.from({ length: 5_000 }, (_, index) =>
      events.map((event) => ({ ...event, room: `group-${String(index + 10)}` })),
    );
    api.publish(many.flat());
    expect(await api.metrics.registry.metrics()).toContain('event_appends_total{outcome="left"} 4000');
    scene.proxy.restore();
  });

  it('out of memory: events wait in Postgres, the log stays as it was', async () => {
    await published(2);
    await scene.redis.config('SET', 'maxmemory', '1');
    await scene.say(room, api);
    await scene.age();
    await expect(worker.sweep()).rejects.toThrow('OOM');
    await expect(worker.audit()).rejects.toThrow('OOM');
    expect([await scene.logged(room), await scene.unpublished()]).toEqual([[1, 2], 1]);
    await scene.redis.config('SET', 'maxmemory', '0');
    expect(await worker.sweep()).toBe(1);
    expect(await scene.logged(room)).toEqual([1, 2, 3]);
  });

  it('that may evict is told of loudly, and work goes on', async () => {
    await scene.redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await worker.audit();
    await worker.audit();
    expect(scene.lines.filter((line) => line.includes('noeviction'))).toHaveLength(1);
  });

  it('with its script cache flushed goes on', async () => {
    await published(1);
    await scene.redis.script('FLUSH');
    await published(1);
    expect(await scene.logged(room)).toEqual([1, 2]);
  });

  it('with garbage at our keys is mended by the next audit, also where it claims to be ahead', async () => {
    await published(3);
    await worker.audit();
    const { head, log } = eventLogKeys(room);
    const garbage = [
      () => scene.redis.set(head, 'rubbish'),
      () => scene.redis.hset(head, 'top', 'many'),
      () => scene.redis.hset(head, 'top', '99'),
      () => scene.redis.del(head).then(() => scene.redis.set(log, 'rubbish')),
      () => scene.redis.set('ev:audited', '{"run_id":5}').then(() => scene.redis.set(log, 'rubbish')),
      () => scene.redis.del('ev:audited').then(() => scene.redis.hset('ev:audited', 'a', 'b')),
    ];
    for (const put of garbage) {
      await put();
      await worker.audit();
      expect(await scene.log.head(room)).toEqual({ epoch: 1, top: 3 });
      expect(await scene.logged(room)).toEqual([1, 2, 3]);
    }
  });
});
