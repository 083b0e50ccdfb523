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
    writable: boolean;
    readyState: string;
    socket?: { readyState: number; _socket?: NetSocket & { _handle?: { writeQueueSize?: number } } };
  };
  write: (packet: string, options: object, onSent?: () => void) => void;
}

/** Past this a peer is behind: what follows goes through the engine, whose queue is watched. */
const writableBytes = 64 * 1024;

/** `readyState` of a WebSocket that takes frames; while it closes none may follow. */
const isOpen = 1;

const wireOf = ({ conn }: Connection): Wire => conn as unknown as Wire;

const isAsExpected = ({ writeBuffer, transport }: Wire): boolean =>
  Array.isArray(writeBuffer) &&
  typeof transport.writable === 'boolean' &&
  typeof transport.socket?.readyState === 'number' &&
  transport.socket._socket instanceof NetSocket;

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

  const netOf = (wire: Wire): NetSocket | undefined => {
    const { transport } = wire;
    if (transport.name !== 'websocket' || wire.readyState !== 'open') return undefined;
    if (!transport.writable || wire.writeBuffer.length > 0 || transport.readyState !== 'open')
      return undefined;
    if (!(isFast ?? checkOnce(wire))) return undefined;
    return transport.socket?.readyState === isOpen ? transport.socket._socket : undefined;
  };

  /** Through the engine, which writes the same frame; `onSent` when the peer's side of the network has taken it. */
  const push = (connection: Connection, { packet, bytes }: Frame, onSent?: () => void): void => {
    // Without the frame every member's would be encoded for itself.
    wireOf(connection).write(packet, { compress: false, wsPreEncodedFrame: [bytes] }, onSent);
    onBehind(connection);
  };

  const deliver = (connection: Connection, frame: Frame): void => {
    const net = netOf(wireOf(connection));
    if (net && net.writableLength < writableBytes) net.write(frame.bytes);
    else push(connection, frame);
  };

  return { deliver, push };
}

export type Delivery = ReturnType<typeof createDelivery>;
