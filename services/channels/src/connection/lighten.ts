import type { Logger } from '@convomatic/kit/logger';
import type { EventEmitter } from 'node:events';
import { ServerResponse } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import type { ChannelsSocket } from '../socket.ts';

/**
 * What Socket.IO, Engine.IO and ws keep with each connection. Their versions are exact, a look at the first connection
 * decides whether anything is touched, and a test with real clients guards this.
 */
interface Insides {
  acks: Map<number, unknown>;
  _anyListeners: unknown[];
  client: { onclose: () => void; decoder: { _callbacks: { $decoded: unknown[] } } };
  conn: EventEmitter & { cleanupFn: unknown[]; transport: EventEmitter & { socket?: EventEmitter } };
}

/** The wire's side of a WebSocket. */
interface Wire {
  transport: { socket?: { _receiver?: { _mask?: Buffer | undefined } } };
}

const insidesOf = (socket: ChannelsSocket): Insides => socket as unknown as Insides;

const isAsExpected = ({ acks, _anyListeners, client, conn }: Insides): boolean =>
  acks instanceof Map &&
  typeof client.onclose === 'function' &&
  [_anyListeners, client.decoder._callbacks.$decoded, conn.cleanupFn].every(Array.isArray) &&
  typeof conn.transport.removeAllListeners === 'function';

/** Nothing that is sent asks for an answer. */
const noAcks = new Map<number, unknown>();

/** A list that has grown by one has room for sixteen more. */
const fitted = (list: unknown[]): unknown[] => list.slice();

const isOfUpgrade = ({ name }: { name: string }): boolean => name === 'onUpgradeError';

const fit = (insides: Insides): void => {
  const { client, conn } = insides;
  const { transport } = conn;
  insides.acks = noAcks;
  insides._anyListeners = fitted(insides._anyListeners);
  client.decoder._callbacks.$decoded = fitted(client.decoder._callbacks.$decoded);
  conn.cleanupFn = fitted(conn.cleanupFn);
  conn.off('close', client.onclose).on('close', client.onclose);
  // Of the handshake, which is over.
  transport.removeAllListeners('headers');
  for (const listener of transport.socket?.listeners('error').filter(isOfUpgrade) ?? [])
    transport.socket?.off('error', listener as () => void);
};

/** Takes from connections what nobody reads again: a third of what each would keep. */
export function createLighten(logger: Logger) {
  let isKnown: boolean | undefined;

  const checkOnce = (insides: Insides): boolean => {
    isKnown = isAsExpected(insides);
    if (!isKnown) logger.error('connections look unlike what is known; they stay as large as they come');
    return isKnown;
  };

  return (socket: ChannelsSocket): void => {
    // Kilobytes. Not before: the token is in the query.
    Object.assign(socket.conn, { request: null });
    Object.assign(socket, { handshake: null });
    const insides = insidesOf(socket);
    if (isKnown ?? checkOnce(insides)) fit(insides);
  };
}

/** Engine.IO's answer to an upgrade waits for the end of its wire, and keeps the request until then. */
export function forgetAnswer(
  _request: IncomingMessage,
  answer: { socket: NetSocket | null },
  next: () => void,
): void {
  // It was made just now, so the last listener is its own.
  const listener = answer instanceof ServerResponse ? undefined : answer.socket?.listeners('close').at(-1);
  if (listener) answer.socket?.off('close', listener as () => void);
  next();
}

/** The mask of the last frame is a view of what was read with it, and would keep that until the next one. */
export function dropMask(conn: ChannelsSocket['conn']): void {
  const receiver = (conn as unknown as Wire).transport.socket?._receiver;
  if (receiver?._mask) receiver._mask = undefined;
}
