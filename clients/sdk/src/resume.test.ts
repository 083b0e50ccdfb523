import { createFaultProxy } from '@convomatic/kit/testing/fault-proxy';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createScene, isLive, isOffline, openScreen, upTo } from './connection.build.ts';
import type { Log, Scene } from './connection.build.ts';

describe('a connection that broke', () => {
  let scene: Scene;
  let log: Log;
  beforeAll(async () => {
    scene = await createScene();
  }, 60_000);
  beforeEach(async () => {
    log = await scene.addPerson();
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.close());

  const commit = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) await log.commit(log.room);
  };

  it('CH22 CH42 comes back after each break with everything that happened meanwhile, and asks the api nothing', async () => {
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    for (let round = 0; round < 4; round += 1) {
      await log.commit(log.room);
      scene.proxy.cut();
      await isOffline(connection);
      await commit(2);
      scene.proxy.restore();
      await isLive(connection);
      await until(() => screen.seqs.length === log.last(log.room));
      await log.commit(log.room, 'twice');
    }
    await log.commit(log.room);
    await until(() => screen.seqs.length === 17);
    expect(screen.seqs).toEqual(upTo(17));
    expect(screen).toMatchObject({ faults: [], loads: 1 });
    expect(log.boots).toBe(1);
  });

  it('CH41 CH42 is live only with everything that the server says was missed', async () => {
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    const seen: [string, number][] = [];
    connection.onStatus((status) => seen.push([status, screen.seqs.length]));
    scene.proxy.cut();
    await isOffline(connection);
    await commit(200);
    scene.proxy.restore();
    await isLive(connection);
    expect(seen).toEqual([
      ['live', 0],
      ['offline', 0],
      ['catching up', 0],
      ['live', 200],
    ]);
  });

  it('CH41 fetches the state when more was missed than the log holds', async () => {
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await commit(1);
    await isLive(connection);
    scene.proxy.cut();
    await isOffline(connection);
    await commit(300);
    scene.proxy.restore();
    await isLive(connection);
    await commit(1);
    await until(() => screen.seqs.length === 302);
    expect(screen.seqs).toEqual(upTo(302));
    expect(screen).toMatchObject({ faults: [], loads: 2 });
    expect(log.boots).toBe(1);
  });

  it('CH41 fetches the state when the numbers count anew', async () => {
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    await commit(3);
    await until(() => screen.seqs.length === 3);
    log.epoch = 2;
    await commit(1);
    await until(() => screen.loads === 2);
    await commit(1);
    await until(() => screen.seqs.length === 5);
    expect(screen.faults).toEqual([]);
  });

  it('CH42 resumes on another node', async () => {
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    await commit(2);
    const other = scene.nodes[1] ?? (await scene.addNode());
    scene.target.port = other.port;
    scene.proxy.cut();
    await isOffline(connection);
    await commit(3);
    scene.proxy.restore();
    await isLive(connection);
    await commit(1);
    await until(() => screen.seqs.length === 6);
    expect(screen).toMatchObject({ seqs: upTo(6), faults: [], loads: 1 });
    expect(log.boots).toBe(1);
  });

  it('CH33 CH42 moves to another node when its own ends', async () => {
    const ending = await scene.addNode();
    scene.target.port = ending.port;
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    await commit(1);
    scene.target.port = scene.nodes[0]?.port ?? 0;
    const stopped = ending.stop();
    for (let count = 0; count < 20; count += 1) await log.commit(log.room);
    expect(await stopped).toBe(0);
    await isLive(connection);
    await commit(1);
    await until(() => screen.seqs.length === 22);
    expect(screen).toMatchObject({ seqs: upTo(22), faults: [], loads: 1 });
    expect(log.boots).toBe(1);
  });

  it('CH33 CH42 rolling deploy under load: told that its node drains it moves in time, and is never offline', async () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.4);
    const [one, other] = await Promise.all([1, 2].map(() => scene.addNode({ DRAIN_SECONDS: '2' })));
    if (!one || !other) throw new Error('no nodes');
    scene.target.port = one.port;
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    const load = new AbortController();
    const publishing = (async () => {
      while (!load.signal.aborted) await log.commit(log.room);
    })();
    for (const [ending, next] of [
      [one, other],
      [other, one],
    ] as const) {
      scene.target.port = next.port;
      expect(await ending.stop()).toBe(0);
      await isLive(connection);
      if (ending === one) await one.restart();
    }
    load.abort();
    await publishing;
    random.mockRestore();
    await until(() => screen.seqs.length === log.last(log.room));
    expect(screen).toMatchObject({ seqs: upTo(log.last(log.room)), faults: [], loads: 1 });
    expect(connection.statuses).not.toContain('offline');
    expect(log.boots).toBe(1);
  });

  it('CH26 CH41 is reset while it is connected: it fetches the state once, and goes on from there', async () => {
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    await commit(1);
    await until(() => screen.seqs.length === 1);
    for (let lost = 0; lost < 300; lost += 1) await log.commit(log.room, 'lost');
    await commit(1);
    await until(() => screen.loads === 2);
    await commit(2);
    await until(() => screen.seqs.length === 304);
    expect(screen).toMatchObject({ seqs: upTo(304), faults: [], loads: 2 });
    expect(connection.statuses).not.toContain('offline');
  });

  it('CH42 resumes before its old connection is noticed to be dead', async () => {
    const inner = await createFaultProxy({ port: scene.target.port });
    const way = { port: inner.port };
    const outer = await createFaultProxy(way);
    const connection = scene.connect(log, { url: `http://127.0.0.1:${String(outer.port)}` });
    const screen = openScreen(connection, log);
    await isLive(connection);
    await commit(1);
    inner.freeze();
    way.port = scene.target.port;
    outer.cut();
    await isOffline(connection);
    outer.restore();
    await commit(2);
    await isLive(connection);
    await commit(1);
    await until(() => screen.seqs.length === 4);
    expect(screen).toMatchObject({ seqs: upTo(4), faults: [], loads: 1 });
    connection.close();
    await outer.close();
    await inner.close();
  });

  it('CH42 resumes after a page was frozen for longer than the server waits', async () => {
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 9_000);
    await commit(3);
    await until(() => screen.seqs.length === 3);
    await isLive(connection);
    await commit(1);
    await until(() => screen.seqs.length === 4);
    expect(screen).toMatchObject({ seqs: upTo(4), faults: [], loads: 1 });
    expect(connection.statuses).toContain('offline');
    expect(log.boots).toBe(1);
  });

  it('CH16 notices a network that carries nothing any more', async () => {
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    scene.proxy.freeze();
    await log.commit(log.room);
    await isOffline(connection);
    scene.proxy.restore();
    await isLive(connection);
    expect(screen).toMatchObject({ seqs: [1], faults: [], loads: 1 });
  });

  it('CH7 gives each of two pages with the same token everything once', async () => {
    const connections = [scene.connect(log), scene.connect(log)];
    const screens = connections.map((connection) => openScreen(connection, log));
    for (const connection of connections) await isLive(connection);
    await commit(1);
    scene.proxy.cut();
    for (const connection of connections) await isOffline(connection);
    await commit(2);
    scene.proxy.restore();
    for (const connection of connections) await isLive(connection);
    await commit(1);
    await until(() => screens.every(({ seqs }) => seqs.length === 4));
    for (const screen of screens) expect(screen).toMatchObject({ seqs: upTo(4), faults: [], loads: 1 });
  });

  it.each([
    ['goes on where it was when Redis came back empty and was filled again', true],
    ['has a fresh state when Redis came back empty and stays so', false],
  ])('CH16 CH42 %s', async (_what, isRefilled) => {
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    await commit(2);
    await until(() => screen.seqs.length === 2);
    scene.proxy.cut();
    await scene.redis.kill();
    await isOffline(connection);
    log.store(log.room);
    await scene.redis.restart();
    await until(() => log.redis.status === 'ready');
    if (isRefilled) {
      await log.refill(log.room);
      await log.refill(log.ofUser);
    }
    scene.proxy.restore();
    await isLive(connection);
    await commit(1);
    await until(() => screen.seqs.length === 4);
    expect(screen).toMatchObject({ seqs: upTo(4), faults: [] });
    expect(screen.loads === 1).toBe(isRefilled);
    // The value of its token was lost as well.
    expect(log.boots).toBe(2);
  });
});
