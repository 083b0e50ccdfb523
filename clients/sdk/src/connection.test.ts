import { until } from '@convomatic/kit/testing/until';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { io } from 'socket.io-client';
import { ApiError } from './api-error.ts';
import { createScene, isLive, isOffline, openScreen, upTo } from './connection.build.ts';
import type { Log, Scene } from './connection.build.ts';

const signedOut = () => new ApiError('unauthenticated', 'Sign in.', { status: 401 });
const gone = () => new ApiError('not_found', 'There is no such group.', { status: 404 });

describe('the connection', () => {
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

  it('CH19 shows the state, then every event once and in order', async () => {
    await log.commit(log.room);
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    for (let count = 0; count < 20; count += 1) await log.commit(log.room, count % 3 ? 'once' : 'twice');
    await until(() => screen.seqs.length === 21);
    expect(screen.seqs).toEqual(upTo(21));
    expect(screen.faults).toEqual([]);
    expect(connection.statuses).toEqual(['connecting', 'catching up', 'live']);
  });

  it('CH19 CH26 gets what was lost on the way without fetching the state again', async () => {
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    const fates = ['once', 'lost', 'late', 'once', 'twice', 'lost', 'lost', 'late', 'twice', 'once'] as const;
    for (const fate of fates) await log.commit(log.room, fate);
    await until(() => screen.seqs.length === fates.length);
    expect(screen.seqs).toEqual(upTo(fates.length));
    expect(screen).toMatchObject({ faults: [], loads: 1 });
  });

  it('CH29 CH41 asks for what its state lacks of what the server says there is', async () => {
    const old = await log.load(log.room)();
    await commit(3);
    const connection = scene.connect(log);
    const seqs: number[] = [];
    let loads = 0;
    connection.openView({
      load: () => {
        loads += 1;
        return Promise.resolve(old);
      },
      show: () => undefined,
      apply: ({ seq }) => seqs.push(seq),
    });
    await isLive(connection);
    expect(seqs).toEqual([1, 2, 3]);
    expect(loads).toBe(1);
  });

  it('CH13 CH42 joins a group that its state shows and its connection is not in', async () => {
    const room = `group-${String(log.user.id + 1_000)}`;
    const connection = scene.connect(log, {
      boot: async () => {
        const booted = await log.boot();
        // Written by the first boot without it, and told to nobody.
        log.user.group_ids = [log.user.id, log.user.id + 1_000];
        return booted;
      },
    });
    const screen = openScreen(connection, log, room);
    await isLive(connection);
    expect(log.boots).toBe(2);
    await log.commit(room);
    await until(() => screen.seqs.length === 1);
    expect(screen.loads).toBe(1);
  });

  it('CH36 CH42 asks the api about a room that the server says nothing of', async () => {
    let isIn = true;
    const connection = scene.connect(log);
    const failures: unknown[] = [];
    connection.openView({
      load: () => (isIn ? log.load(log.room)() : Promise.reject(gone())),
      show: () => undefined,
      apply: () => undefined,
      failed: (error) => failures.push(error),
    });
    await isLive(connection);
    scene.proxy.cut();
    await isOffline(connection);
    isIn = false;
    log.user.group_ids = [];
    await log.boot();
    scene.proxy.restore();
    await until(() => failures.length === 1);
    expect(failures[0]).toMatchObject({ code: 'not_found' });
    await isLive(connection);
  });

  it('CH22 tries again while the api is away', async () => {
    log.failure = new ApiError('unavailable', 'Away.', { status: 503 });
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await until(() => log.boots >= 2 && screen.loads >= 2);
    expect(connection.status()).toBe('offline');
    log.failure = null;
    await isLive(connection);
    expect(screen.failures).toEqual([]);
  });

  it('CH22 CH42 tells the views that the person may not connect, and stays away', async () => {
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    const error = signedOut();
    log.failure = error;
    scene.proxy.cut();
    await isOffline(connection);
    await log.redis.flushall();
    scene.proxy.restore();
    await until(() => screen.failures.length > 0);
    expect(screen.failures[0]).toBe(error);
    expect(connection.status()).toBe('offline');
    // Another connection lives through its whole start, and this one has not asked again.
    const { boots } = log;
    log.failure = null;
    await isLive(scene.connect(log));
    expect(log.boots).toBe(boots + 1);
  });

  it('CH11 a revoked login ends at its boot', async () => {
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    log.failure = signedOut();
    await log.commit(log.ofUser, 'once', {
      kind: 'login.revoked',
      records: { logins: [{ id: log.user.login_id ?? 0 }] },
    });
    await until(() => screen.failures.length > 0);
    expect(connection.status()).toBe('offline');
  });

  it('CH12 sees a group by a watch, which it asks for again after a break', async () => {
    const connection = scene.connect(log);
    await isLive(connection);
    const begin = (connectionId: string) =>
      log.commit(log.ofUser, 'once', {
        kind: 'watch.created',
        records: { watches: [{ connection_id: connectionId, group_id: 20_000 }] },
      });
    const seqs: number[] = [];
    connection.openView({
      load: async () => {
        await connection.watched(20_000, begin);
        return log.load('group-20000')();
      },
      show: (state) => seqs.splice(0, Infinity, ...state.seqs),
      apply: ({ seq }) => seqs.push(seq),
    });
    await until(() => log.last(log.ofUser) === 1);
    await isLive(connection);
    await log.commit('group-20000');
    await until(() => seqs.length === 1);
    scene.proxy.cut();
    await isOffline(connection);
    await log.commit('group-20000');
    scene.proxy.restore();
    await isLive(connection);
    await log.commit('group-20000');
    await until(() => seqs.length === 3);
    expect(seqs).toEqual([1, 2, 3]);
    expect(log.boots).toBe(1);
  });

  it('CH12 a watch fails as network without a connection and when it breaks', async () => {
    const connection = scene.connect(log);
    await expect(connection.watched(20, () => Promise.resolve())).rejects.toMatchObject({ code: 'network' });
    await isLive(connection);
    const watched = connection.watched(20, () => Promise.resolve());
    scene.proxy.cut();
    await expect(watched).rejects.toMatchObject({ code: 'network' });
  });

  it('CH2 CH41 gives each notice once, also those of a break', async () => {
    await log.notice('before it came');
    const connection = scene.connect(log);
    const heard: string[] = [];
    connection.onNotice(({ message }) => heard.push(message));
    await isLive(connection);
    await log.notice('one');
    await log.redis.publish('/system_notice', JSON.stringify({ type: 'info', message: 'one', seq: 2 }));
    await until(() => heard.length === 1);
    scene.proxy.cut();
    await isOffline(connection);
    await log.notice('two');
    scene.proxy.restore();
    await isLive(connection);
    await log.redis.publish('/system_notice', JSON.stringify({ type: 'info', message: 'of another system' }));
    await until(() => heard.includes('of another system'));
    expect(heard).toEqual(['one', 'two', 'of another system']);
  });

  it('knows the server’s clock, after a break too', async () => {
    log.serverTime = () => new Date(Date.now() + 3_600_000);
    const connection = scene.connect(log);
    await until(() => Math.abs(connection.now() - Date.now() - 3_600_000) < 1_000);
    await isLive(connection);
    // The channel server has a clock of its own here.
    expect(Math.abs(connection.now() - Date.now())).toBeLessThan(1_000);
  });

  it('takes socket.io-client as it is, or as what loads it', async () => {
    await isLive(scene.connect(log, { io }));
    await isLive(scene.connect(log, { io: () => Promise.resolve(io) }));
  });

  it('is quiet after it was closed', async () => {
    const connection = scene.connect(log);
    const screen = openScreen(connection, log);
    await isLive(connection);
    connection.close();
    await log.commit(log.room);
    const other = scene.connect(log);
    const later = openScreen(other, log);
    await isLive(other);
    await until(() => later.seqs.length === 1);
    expect(screen.seqs).toEqual([]);
  });
});
