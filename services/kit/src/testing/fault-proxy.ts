import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface FaultProxy {
  readonly port: number;
  /** The address of the proxy with the protocol and path of the real one, such as redis://127.0.0.1:1234. */
  urlLike: (url: string) => string;
  /** Ends every connection and refuses new ones. */
  cut: () => void;
  /** Connections stay open and carry nothing, in either direction. */
  freeze: () => void;
  /** As before: held bytes flow on, new connections are taken. */
  restore: () => void;
  close: () => Promise<void>;
}

interface Target {
  host?: string;
  port: number;
  /** What is left of the bytes of a server on their way to a client; made for each connection. */
  sieve?: () => (bytes: Buffer) => Buffer;
}

const asItIs = (bytes: Buffer): Buffer => bytes;

/** A TCP proxy in front of a server, for the faults of a network. */
export async function createFaultProxy(target: Target): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  let state: 'open' | 'cut' | 'frozen' = 'open';

  const track = (socket: Socket, peer: Socket, sift = asItIs): void => {
    sockets.add(socket);
    socket.on('error', () => peer.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      peer.destroy();
    });
    socket.on('data', (bytes) => {
      if (!peer.write(sift(bytes))) socket.pause();
    });
    peer.on('drain', () => {
      if (state !== 'frozen') socket.resume();
    });
    if (state === 'frozen') socket.pause();
  };

  const server = createServer((client) => {
    if (state === 'cut') {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(target.port, target.host ?? '127.0.0.1');
    track(client, upstream);
    track(upstream, client, target.sieve?.());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const endAll = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };

  return {
    port,
    urlLike: (url) => Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href,
    cut: () => {
      state = 'cut';
      endAll();
    },
    freeze: () => {
      state = 'frozen';
      for (const socket of sockets) socket.pause();
    },
    restore: () => {
      state = 'open';
      for (const socket of sockets) socket.resume();
    },
    close: async () => {
      endAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
