import type { Health } from '@convomatic/kit/health';
import type { Listening } from '@convomatic/kit/http';
import type { Socket as NetSocket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelsServer } from './socket.ts';

interface ClosingNeeds {
  io: ChannelsServer;
  http: Listening;
  health: Health;
}

const atOnce = 50;
const pauseMs = 20;
const graceMs = 1_000;

/** How connections end when the node does, or when it can no longer keep what it promised them. */
export function createClosing({ io, http, health }: ClosingNeeds) {
  const wires = new Set<NetSocket>();
  let hasBegun = false;
  http.server.on('connection', (wire) => {
    wires.add(wire);
    wire.once('close', () => wires.delete(wire));
  });

  /** Transports alone: clients come back by themselves, which they would not after a server's disconnect. */
  const cutAll = (): void => {
    for (const { conn } of io.of('/').sockets.values()) conn.close();
  };

  const run = async (): Promise<void> => {
    hasBegun = true;
    health.drain();
    let count = 0;
    // In groups, so that the other nodes do not get all of them in one moment.
    for (const { conn } of [...io.of('/').sockets.values()]) {
      conn.close();
      count += 1;
      if (count % atOnce === 0) await pause(pauseMs);
    }
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
