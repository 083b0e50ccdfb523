import { currentUserKey, groupRoom, recordsChannel } from '@convomatic/contracts/names';
import { Redis } from 'ioredis';
import { createServer } from 'node:http';
import { Server } from 'socket.io';

/** A relay as most would write it: subscribe, parse, emit to the room. Socket.IO as it comes. */
const { HOST, PORT, REDIS_URL = '' } = process.env;
const subscriber = new Redis(REDIS_URL);
const redis = new Redis(REDIS_URL);

const http = createServer((_request, response) => response.end());
const io = new Server(http);

interface Published {
  room: string;
}

io.on('connection', async (socket) => {
  const text = await redis.get(currentUserKey(String(socket.handshake.auth.token)));
  const { group_ids: groups } = JSON.parse(text ?? '{"group_ids":[]}') as { group_ids: number[] };
  await socket.join(groups.map(groupRoom));
  socket.emit('positions', { rooms: {} });
});

subscriber.on('message', (_channel, text) => {
  const event = JSON.parse(text) as Published;
  io.to(event.room).emit('records', event);
});

await subscriber.subscribe(recordsChannel);
http.listen(Number(PORT), HOST);
process.once('SIGTERM', () => process.exit());
process.once('disconnect', () => process.exit());
