import type { Logger } from '@convomatic/kit/logger';
import { Socket as NetSocket } from 'node:net';
import type { Connection } from '../socket.ts';
import type { Frame } from './frame.ts';

/** What the fast path looks at behind Socket.IO. Its versions are exact, and a test with a real client guards this. */
interface Wire {
  readyState: string;
  writeBuffer: { data?: unknown }[];
  transport: {
    name: string;
    socket?: { _socket?: NetSocket & { _handle?: { writeQueueSize?: number } } };
  };
  write: (packet: string, options: object, onSent?: () => void) => void;
}

/** Past this a peer is behind: what follows goes through the engine, whose queue is watched. */
const writableBytes = 64 * 1024;

const wireOf = ({ conn }: Connection): Wire => conn as unknown as Wire;

const isAsExpected = ({ writeBuffer, transport }: Wire): boolean =>
  Array.isArray(writeBuffer) && transport.socket?._socket instanceof NetSocket;

const sizeOf = (data: unknown): number => (typeof data === 'string' ? data.length : 0);

export interface Outflow {
  /** Bytes that were given to a connection and have not left this process. */
  unsent: number;
  /** Grows when something leaves. */
  moved: number;
}

export function outflowOf(connection: Connection): Outflow {
  const { transport, writeBuffer } = wireOf(connection);
  const queued = writeBuffer.reduce((sum, { data }) => sum + sizeOf(data), 0);
  const net = transport.socket?._socket;
  if (!net) return { unsent: queued, moved: -queued };
  // A large write leaves in parts, which only the handle knows of.
  const inHandle = net._handle?.writeQueueSize ?? 0;
  return { unsent: queued + net.writableLength, moved: net.bytesWritten - net.writableLength - inHandle };
}

/** Ends a transport whose peer takes nothing: the closing of a WebSocket would wait behind what it does not take. */
export function endNow(connection: Connection, reason: string): void {
  const net = wireOf(connection).transport.socket?._socket;
  connection.cutNow(reason);
  net?.destroy();
}

interface DeliveryNeeds {
  /** Told of each connection whose peer takes things slower than they come. */
  onBehind: (connection: Connection) => void;
  logger: Logger;
}

/**
 * CH37: writes ready frames. Where nothing waits before it, a frame goes to the net socket, one buffer for all members
 * of a room; else through the engine, which keeps the order, and does polling.
 */
export function createDelivery({ onBehind, logger }: DeliveryNeeds) {
  let isFast: boolean | undefined;

  const checkOnce = (wire: Wire): boolean => {
    isFast = isAsExpected(wire);
    if (!isFast) logger.error('the transports look unlike what the fast path knows; it stays unused');
    return isFast;
  };

  /** For as long as the connection: no transport follows a WebSocket. */
  const findNet = (connection: Connection): NetSocket | null => {
    const wire = wireOf(connection);
    if (wire.transport.name !== 'websocket' || !(isFast ?? checkOnce(wire))) return null;
    connection.net = wire.transport.socket?._socket ?? null;
    return connection.net;
  };

  /** What the engine gave to a WebSocket is with the net socket already; only what waits in its own buffer is not. */
  const isNext = ({ readyState, writeBuffer }: Wire, net: NetSocket): boolean =>
    readyState === 'open' && writeBuffer.length === 0 && net.writable && net.writableLength < writableBytes;

  /** Through the engine, which writes the same frame; `onSent` when the peer's side of the network has taken it. */
  const push = (connection: Connection, { packet, bytes }: Frame, onSent?: () => void): void => {
    // Without the frame every member's would be encoded for itself.
    wireOf(connection).write(packet, { compress: false, wsPreEncodedFrame: [bytes] }, onSent);
    onBehind(connection);
  };

  const deliver = (connection: Connection, frame: Frame): void => {
    const net = connection.net ?? findNet(connection);
    if (net && isNext(wireOf(connection), net)) net.write(frame.bytes);
    else push(connection, frame);
  };

  return { deliver, push };
}

export type Delivery = ReturnType<typeof createDelivery>;
