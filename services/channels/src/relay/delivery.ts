import type { Logger } from '@convomatic/kit/logger';
import { Socket as NetSocket } from 'node:net';
import type { ChannelsSocket, Connection } from '../socket.ts';
import type { Frame } from './frame.ts';

/** What the fast path looks at behind Socket.IO. Its versions are exact, and a test with a real client guards this. */
interface Wire {
  readyState: string;
  writeBuffer: { data?: unknown }[];
  transport: {
    name: string;
    writable: boolean;
    readyState: string;
    socket?: { _socket?: NetSocket };
  };
}

/** Past this a peer is behind: what follows goes through the engine, whose queue is watched. */
const writableBytes = 64 * 1024;

const wireOf = (socket: ChannelsSocket): Wire => socket.conn as unknown as Wire;

const isAsExpected = ({ writeBuffer, transport }: Wire): boolean =>
  Array.isArray(writeBuffer) &&
  typeof transport.writable === 'boolean' &&
  transport.socket?._socket instanceof NetSocket;

const sizeOf = (data: unknown): number => (typeof data === 'string' ? data.length : 0);

/** Bytes that were given to a connection and have not left this process. */
export function unsentBytes({ socket }: Connection): number {
  const { transport, writeBuffer } = wireOf(socket);
  const queued = writeBuffer.reduce((sum, { data }) => sum + sizeOf(data), 0);
  return queued + (transport.socket?._socket?.writableLength ?? 0);
}

interface DeliveryNeeds {
  /** Told of each connection whose peer takes things slower than they come. */
  onBehind: (connection: Connection) => void;
  logger: Logger;
}

/**
 * Writes ready frames. Where nothing waits before it, a frame goes to the net socket, one buffer for all members of a
 * room; else through the engine, which keeps the order, and does polling.
 */
export function createDelivery({ onBehind, logger }: DeliveryNeeds) {
  let isFast: boolean | undefined;

  const checkOnce = (wire: Wire): boolean => {
    isFast = isAsExpected(wire);
    if (!isFast) logger.error('the transports look unlike what the fast path knows; it stays unused');
    return isFast;
  };

  const netOf = (wire: Wire): NetSocket | undefined => {
    const { transport } = wire;
    if (transport.name !== 'websocket' || !(isFast ?? checkOnce(wire))) return undefined;
    const isFree = transport.writable && wire.writeBuffer.length === 0 && transport.readyState === 'open';
    return isFree && wire.readyState === 'open' ? transport.socket?._socket : undefined;
  };

  const deliver = (connection: Connection, { packet, bytes }: Frame): void => {
    const { socket } = connection;
    const net = netOf(wireOf(socket));
    if (net && net.writableLength < writableBytes) {
      net.write(bytes);
      return;
    }
    // The engine writes the same frame; without it every member would be encoded for itself.
    socket.conn.write(packet, { compress: false, wsPreEncodedFrame: [bytes] } as object);
    onBehind(connection);
  };

  return { deliver };
}

export type Delivery = ReturnType<typeof createDelivery>;
