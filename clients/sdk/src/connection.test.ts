import { until } from '@convomatic/kit/testing/until';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { ApiError } from './api-error.ts';
import { createScene, isLive, openScreen } from './connection.build.ts';
import type { Fate, Scene } from './connection.build.ts';

const signedOut = () => new ApiError('unauthenticated', 'Sign in.', { status: 401 });

describe('the connection', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.close());

  const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

  it('CH19 CH21 shows the state, then every event once and in order', async () => {
    await scene.log.commit('group-7');
    const connection = scene.connect();
    const screen = openScreen(connection, scene.log);
    await isLive(connection);
    for (let count = 0; count < 20; count += 1)
      await scene.log.commit('group-7', count % 3 ? 'once' : 'twice');
    await until(() => screen.seqs.length === 21);
    expect(screen.seqs).toEqual(upTo(21));
    expect(screen.faults).toEqual([]);
    expect(connection.statuses).toEqual(['connecting', 'catching up', 'live']);
  });

  it('CH19 CH20 fetches what was lost, once a hole shows, and loses nothing meanwhile', async () => {
    const connection = scene.connect();
    const screen = openScreen(connection, scene.log);
    await isLive(connection);
    const fates: Fate[] = ['once', 'lost', 'late', 'once', 'twice', 'lost', 'lost', 'late', 'twice', 'once'];
    for (const fate of fates) await scene.log.commit('group-7', fate);
    await until(() => screen.seqs.length === fates.length);
    expect(screen.seqs).toEqual(upTo(fates.length));
    expect(screen.faults).toEqual([]);
    await isLive(connection);
  });

  it('CH21 CH22 comes back after each break with everything that happened meanwhile', async () => {
    const connection = scene.connect();
    const screen = openScreen(connection, scene.log);
    await isLive(connection);
    for (let round = 0; round < 4; round += 1) {
      await scene.log.commit('group-7');
      scene.proxy.cut();
      await until(() => connection.status() === 'offline');
      await scene.log.commit('group-7');
      await scene.log.commit('group-7');
      scene.proxy.restore();
      await isLive(connection);
      expect(screen.seqs).toHaveLength(scene.log.last('group-7'));
      await scene.log.commit('group-7', 'twice');
    }
    await scene.log.commit('group-7');
    await until(() => screen.seqs.length === 17);
    expect(screen.seqs).toEqual(upTo(17));
    expect(screen.faults).toEqual([]);
  });

  it('CH16 CH21 has a fresh state after Redis was killed and came back empty', async () => {
    const connection = scene.connect();
    const screen = openScreen(connection, scene.log);
    await isLive(connection);
    await scene.redis.kill();
    await until(() => connection.status() === 'offline');
    await scene.log.commit('group-7');
    await scene.redis.restart();
    await isLive(connection);
    expect(screen.seqs).toEqual([1]);
    await scene.log.commit('group-7');
    await until(() => screen.seqs.length === 2);
  });

  it('CH16 notices a network that carries nothing any more', async () => {
    const connection = scene.connect();
    const screen = openScreen(connection, scene.log);
    await isLive(connection);
    scene.proxy.freeze();
    await scene.log.commit('group-7');
    await until(() => connection.status() === 'offline', { what: 'offline' });
    scene.proxy.restore();
    await isLive(connection);
    expect(screen.seqs).toEqual([1]);
    expect(screen.faults).toEqual([]);
  });

  it('CH21 is in a group that was added between its token and its connection', async () => {
    const connection = scene.connect({
      boot: async () => {
        const booted = await scene.log.boot();
        // Written by the first boot without it, and told to nobody.
        scene.log.user.group_ids = [7, 8];
        return booted;
      },
    });
    const screen = openScreen(connection, scene.log, 'group-8');
    await isLive(connection);
    await scene.log.commit('group-8');
    await until(() => screen.seqs.length === 1);
  });

  it('CH22 tries again while the api is away', async () => {
    scene.log.failure = new ApiError('unavailable', 'Away.', { status: 503 });
    const connection = scene.connect();
    const screen = openScreen(connection, scene.log);
    await until(() => scene.log.boots >= 2 && screen.loads >= 2);
    expect(connection.status()).toBe('offline');
    scene.log.failure = null;
    await isLive(connection);
    expect(screen.failures).toEqual([]);
  });

  it('CH22 tells the views that the person may not connect, and stays away', async () => {
    const connection = scene.connect();
    const screen = openScreen(connection, scene.log);
    await isLive(connection);
    const error = signedOut();
    scene.log.failure = error;
    scene.proxy.cut();
    await until(() => connection.status() === 'offline');
    await scene.log.redis.flushall();
    scene.proxy.restore();
    await until(() => screen.failures.length > 0);
    expect(screen.failures[0]).toBe(error);
    expect(connection.status()).toBe('offline');
    // Another connection lives through its whole start, and this one has not asked again.
    const { boots } = scene.log;
    scene.log.failure = null;
    await isLive(scene.connect());
    expect(scene.log.boots).toBe(boots + 2);
  });

  it('CH11 a revoked login ends at its boot', async () => {
    const connection = scene.connect();
    const screen = openScreen(connection, scene.log);
    await isLive(connection);
    scene.log.failure = signedOut();
    await scene.log.redis.flushall();
    await scene.log.commit('user-1', 'once', { kind: 'login.revoked', records: { logins: [{ id: 11 }] } });
    await until(() => screen.failures.length > 0);
    expect(connection.status()).toBe('offline');
  });

  it('CH12 a watch resolves when this connection sees the group', async () => {
    const connection = scene.connect();
    await isLive(connection);
    const begin = (connectionId: string) =>
      scene.log.commit('user-1', 'once', {
        kind: 'watch.created',
        records: { watches: [{ connection_id: connectionId, group_id: 20 }] },
      });
    await connection.watched(20, begin);
    const screen = openScreen(connection, scene.log, 'group-20');
    await until(() => screen.loads === 1);
    await scene.log.commit('group-20');
    await until(() => screen.seqs.length === 1);
  });

  it('CH12 a watch fails as network without a connection and when it breaks', async () => {
    const connection = scene.connect();
    await expect(connection.watched(20, () => Promise.resolve())).rejects.toMatchObject({ code: 'network' });
    await isLive(connection);
    const watched = connection.watched(20, () => Promise.resolve());
    scene.proxy.cut();
    await expect(watched).rejects.toMatchObject({ code: 'network' });
  });

  it('CH2 gives each notice once', async () => {
    const connection = scene.connect();
    const heard: string[] = [];
    connection.onNotice(({ message }) => heard.push(message));
    await isLive(connection);
    for (const [seq, text] of [
      [1, 'one'],
      [1, 'one'],
      [2, 'two'],
    ] as const) {
      await scene.log.notice({ type: 'info', message: text, seq });
    }
    await scene.log.notice({ type: 'info', message: 'of another system' });
    await until(() => heard.includes('of another system'));
    expect(heard).toEqual(['one', 'two', 'of another system']);
  });

  it('knows the server’s clock', async () => {
    scene.log.serverTime = () => new Date(Date.now() + 3_600_000);
    const connection = scene.connect();
    await isLive(connection);
    expect(Math.abs(connection.now() - Date.now() - 3_600_000)).toBeLessThan(1_000);
  });

  it('takes socket.io-client as it is, or as what loads it', async () => {
    await isLive(scene.connect({ io }));
    await isLive(scene.connect({ io: () => Promise.resolve(io) }));
  });

  it('is quiet after it was closed', async () => {
    const connection = scene.connect();
    const screen = openScreen(connection, scene.log);
    await isLive(connection);
    connection.close();
    await scene.log.commit('group-7');
    const other = scene.connect();
    const later = openScreen(other, scene.log);
    await isLive(other);
    await until(() => later.seqs.length === 1);
    expect(screen.seqs).toEqual([]);
  });

  /** A proxy that lets requests through and does with upgrades what it is told. */
  const behindProxy = async (
    refuse: (socket: { destroy: () => void }) => void,
  ): Promise<{ url: string; close: () => void }> => {
    const server = createServer((req, res) => {
      const { method, url, headers } = req;
      const onward = request(
        { host: '127.0.0.1', port: scene.node.port, method, path: url, headers },
        (answer) => {
          res.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(res);
        },
      );
      onward.on('error', () => res.destroy());
      req.pipe(onward);
    });
    server.on('upgrade', (_req, socket) => {
      socket.on('error', () => undefined);
      refuse(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const close = () => {
      server.closeAllConnections();
      server.close();
    };
    return { url: `http://127.0.0.1:${String(port)}`, close };
  };

  it.each([
    ['refused', (socket: { destroy: () => void }) => socket.destroy()],
    ['left without an answer', () => undefined],
  ])('CH21 falls back to polling where WebSockets are %s', async (_name, refuse) => {
    const { url, close } = await behindProxy(refuse);
    const connection = scene.connect({ url });
    const screen = openScreen(connection, scene.log);
    await isLive(connection);
    await scene.log.commit('group-7');
    await until(() => screen.seqs.length === 1);
    connection.close();
    close();
  });
});
