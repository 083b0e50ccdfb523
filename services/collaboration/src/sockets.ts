import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Meters } from './meters.ts';

type Upgrade = (req: IncomingMessage, socket: Socket, head: Buffer) => void;

type Needs = { server: Server; upgrade: Upgrade; meters: Meters };

/** `/collaboration`, or `/collaboration/{shard}`, which says to proxies which node it is for. */
const place = /^\/collaboration(\/[\w-]{1,64})?(\?|$)/;

export const isForDocuments = (req: IncomingMessage): boolean =>
  req.headers.upgrade?.toLowerCase() === 'websocket' && place.test(req.url ?? '');

const refuse = (socket: Socket): void => {
  // Nobody else listens on a socket that no server took; a reset would end the process while it saves.
  socket.on('error', () => undefined);
  socket.end(
    'HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n',
  );
};

/** The WebSockets of this node: no server closes before them. */
export const createSockets = ({ server, upgrade, meters }: Needs) => {
  const open = new Set<Socket>();
  let isDraining = false;

  server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
    if (isDraining) {
      refuse(socket);
      return;
    }
    open.add(socket);
    meters.sockets.set(open.size);
    socket.once('close', () => {
      open.delete(socket);
      meters.sockets.set(open.size);
    });
    upgrade(req, socket, head);
  });

  return {
    /** Nobody comes in any more. */
    drain: (): void => {
      isDraining = true;
    },
    closeAll: (): void => {
      for (const socket of open) socket.destroySoon();
    },
  };
};
