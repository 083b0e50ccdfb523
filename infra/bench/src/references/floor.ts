import { recordsChannel } from '@convomatic/contracts/names';
import { Redis } from 'ioredis';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { frameOf } from './frame.ts';

/**
 * The floor: bare `ws`, one prepared frame to each member's net socket. It has no Socket.IO, no heartbeat, no
 * recovery, and looks at nothing but the room's name; the bytes that a client gets are the same as ours.
 */
const { HOST, PORT, REDIS_URL = '' } = process.env;
const rooms = new Map<string, Set<Socket>>();
const redis = new Redis(REDIS_URL);

const http = createServer((_request, response) => response.end());
const server = new WebSocketServer({ server: http, perMessageDeflate: false, clientTracking: false });

server.on('connection', (client, { url, socket }) => {
  const room = new URL(url ?? '', 'ws://floor').searchParams.get('room') ?? '';
  const members = rooms.get(room) ?? new Set();
  rooms.set(room, members.add(socket));
  client.on('error', () => undefined);
  client.once('close', () => members.delete(socket));
});

const opening = '{"room":"'.length;
redis.on('messageBuffer', (_channel: Buffer, payload: Buffer) => {
  const room = payload.toString('latin1', opening, payload.indexOf('"', opening));
  const members = rooms.get(room);
  if (!members) return;
  const frame = frameOf(payload);
  for (const socket of members) socket.write(frame);
});

await redis.subscribe(recordsChannel);
http.listen(Number(PORT), HOST);
process.once('SIGTERM', () => process.exit());
process.once('disconnect', () => process.exit());
