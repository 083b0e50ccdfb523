import { socketEvents } from '@convomatic/contracts/names';
import type { Health } from '@convomatic/kit/health';
import type { Listening } from '@convomatic/kit/http';
import type { Socket as NetSocket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelsServer, ChannelsSocket } from './socket.ts';

interface ClosingNeeds {
  io: ChannelsServer;
  http: Listening;
  health: Health;
  /** Over how long the connections are sent to the other nodes. */
  drainMs: number;
}

const atOnce = 50;
const pauseMs = 20;
const graceMs = 1_000;

/** How connections end when the node does, or when it can no longer keep what it promised them. */
export function createClosing({ io, http, health, drainMs }: ClosingNeeds) {
  const wires = new Set<NetSocket>();
  let hasBegun = false;
  function forget(this: NetSocket): void {
    wires.delete(this);
  }
  http.server.on('connection', (wire) => {
    wires.add(wire);
    wire.on('close', forget);
  });

  const open = (): ChannelsSocket[] => [...io.of('/').sockets.values()];

  /** Transports alone: clients come back by themselves, which they would not after a server's disconnect. */
  const cutAll = (): void => {
    for (const { conn } of open()) conn.close();
  };

  /** In groups, so that the other nodes do not get all of them in one moment. */
  const closeInGroups = async (sockets: ChannelsSocket[], withinMs: number): Promise<void> => {
    const groups = Math.max(1, Math.ceil(sockets.length / atOnce));
    for (let at = 0; at < sockets.length; at += atOnce) {
      for (const { conn } of sockets.slice(at, at + atOnce)) conn.close();
      await pause(Math.max(pauseMs, withinMs / groups));
    }
  };

  /** Clients of ours move by themselves within the time that they are given; the others are closed in that time. */
  const drain = async (): Promise<void> => {
    const sockets = open();
    const ours = sockets.filter(({ data }) => data.connection.isOurs);
    for (const socket of ours) socket.emit(socketEvents.draining, { reconnect_in_ms: drainMs });
    const others = sockets.filter(({ data }) => !data.connection.isOurs);
    const end = performance.now() + drainMs;
    await closeInGroups(others, drainMs);
    while (open().length > 0 && performance.now() < end) await pause(pauseMs);
    await closeInGroups(open(), 0);
  };

  /** CH33. */
  const run = async (): Promise<void> => {
    hasBegun = true;
    health.drain();
    await drain();
    // A peer that has frozen never answers the closing of its WebSocket.
    const cut = setTimeout(() => {
      for (const wire of wires) wire.destroy();
    }, graceMs);
    io.engine.close();
    await http.close(graceMs);
    clearTimeout(cut);
  };

  return { cutAll, run, hasBegun: () => hasBegun };
}

export type Closing = ReturnType<typeof createClosing>;
