import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createScene, isLive, openScreen } from './connection.build.ts';
import type { Scene } from './connection.build.ts';

describe('the connection behind proxies that know no WebSockets', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await createScene();
  }, 60_000);
  afterAll(async () => {
    await scene.clear();
    await scene.close();
  });

  /** A proxy that lets requests through and does with upgrades what it is told. */
  const behindProxy = async (
    refuse: (socket: { destroy: () => void }) => void,
  ): Promise<{ url: string; close: () => void }> => {
    const server = createServer((req, res) => {
      const { method, url, headers } = req;
      const onward = request(
        { host: '127.0.0.1', port: scene.target.port, method, path: url, headers },
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
    const log = await scene.addPerson();
    const { url, close } = await behindProxy(refuse);
    const connection = scene.connect(log, { url });
    const screen = openScreen(connection, log);
    await isLive(connection);
    await log.commit(log.room);
    await until(() => screen.seqs.length === 1);
    connection.close();
    close();
  });
});
