import { until } from '@convomatic/kit/testing/until';
import { createLogger } from '@convomatic/kit/logger';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import { connectBare, connected } from '../channels.build.ts';
import type { BareClient } from '../channels.build.ts';
import type { ChannelsServer, ChannelsSocket } from '../socket.ts';
import { createLighten, forgetAnswer } from './lighten.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

describe('a connection from which was taken what nobody reads', () => {
  let http: HttpServer;
  let io: ChannelsServer;
  let clients: BareClient[];
  beforeEach(async () => {
    http = createServer();
    io = new Server(http);
    io.engine.use(forgetAnswer);
    const lighten = createLighten(logger);
    io.on('connection', (socket) => {
      socket.onAny(() => undefined);
      lighten(socket);
    });
    clients = [];
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const { socket } of clients) socket.disconnect();
    await io.close();
  });

  const connect = async (transports: string[]): Promise<[BareClient, ChannelsSocket]> => {
    const arrival = new Promise<ChannelsSocket>((resolve) => {
      io.once('connection', resolve);
    });
    const { port } = http.address() as AddressInfo;
    const client = connectBare(`http://127.0.0.1:${String(port)}`, undefined, { transports });
    clients.push(client);
    await connected(client);
    return [client, await arrival];
  };

  it.each([[['websocket']], [['polling']], [['polling', 'websocket']]])(
    'goes on as any other, and its end is heard: %j',
    async (transports) => {
      const [client, connection] = await connect(transports);
      const socket = connection as unknown as Socket;
      const last = transports.at(-1);
      await until(() => socket.conn.transport.name === last, { what: `the transport ${String(last)}` });
      const received = new Promise((resolve) => socket.once('question', resolve));
      client.socket.emit('question', 1);
      expect(await received).toBe(1);
      socket.emit('answer', 2);
      await until(() => client.heard.length === 1);
      expect(client.heard).toEqual([['answer', 2]]);
      const end = new Promise((resolve) => socket.once('disconnect', resolve));
      client.socket.io.engine.close();
      expect(['transport close', 'client namespace disconnect']).toContain(await end);
      await until(() => io.engine.clientsCount === 0);
    },
  );

  it('has neither its request nor lists with room to spare, with the versions that are installed', async () => {
    const [, connection] = await connect(['websocket']);
    const { conn, handshake } = connection as unknown as { conn: ChannelsSocket['conn']; handshake: unknown };
    const wire = conn.transport as unknown as { socket: NodeJS.EventEmitter; _events: object };
    expect([handshake, conn.request]).toEqual([null, null]);
    expect(wire.socket.listenerCount('error')).toBe(1);
    expect(conn.transport.listenerCount('headers')).toBe(0);
  });
});
