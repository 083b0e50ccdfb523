import { currentUser } from '@convomatic/contracts';
import { currentUserKey, groupRoom, noticeRoom, recordsChannel, userRoom } from '@convomatic/contracts/names';
import { createLogger } from '@convomatic/kit/logger';
import { createRedis, createSubscriber } from '@convomatic/kit/redis';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

const logger = createLogger({ service: 'naive', level: 'silent' });

/**
 * What one would write first: subscribe, parse, emit. It has the contract and no recovery, and is there to show that
 * the checker sees the difference. It tells clients of ours that every room is where it was, which it cannot know.
 */
export async function startNaiveRelay(redisUrl: string) {
  const http = createServer((_req, res) => res.end());
  const io = new Server(http);
  const commands = createRedis({ url: redisUrl, logger, name: 'naive' });
  const subscriber = createSubscriber({
    url: redisUrl,
    logger,
    name: 'naive-subscriber',
    channels: [recordsChannel],
    onMessage: (_channel, payload) => {
      const message = JSON.parse(payload.toString()) as { room: string };
      io.to(message.room).emit('records', message);
    },
  });

  const roomsOf = async (token: unknown): Promise<string[]> => {
    const value = await commands.redis.get(currentUserKey(String(token)));
    if (value === null) return [];
    const { id, group_ids } = currentUser.parse(JSON.parse(value));
    return [noticeRoom, userRoom(id), ...group_ids.map(groupRoom)];
  };

  io.on('connection', (socket) => {
    const enter = async (): Promise<string[]> => {
      const auth = socket.handshake.auth as { token?: string; positions?: object };
      const rooms = await roomsOf(auth.token ?? socket.handshake.query.channel_token);
      await socket.join(rooms);
      const said = rooms.map((room) => [room, { status: 'live', epoch: 1, seq: 0 }] as const);
      if (auth.positions)
        socket.emit('positions', { rooms: Object.fromEntries(said), server_time: new Date().toISOString() });
      return rooms;
    };
    const entered = enter().catch((): string[] => {
      socket.conn.close();
      return [];
    });
    socket.on('refresh', (_request, answer: (result: object) => void) => {
      void entered.then((rooms) => {
        answer({ rooms, joined: [] });
      });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

  return {
    port: (http.address() as AddressInfo).port,
    close: async (): Promise<void> => {
      await io.close();
      await Promise.all([subscriber.close(), commands.close()]);
    },
  };
}
