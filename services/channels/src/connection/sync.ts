import type { Position } from '@convomatic/contracts/names';
import { z } from 'zod';
import type { Meters } from '../meters.ts';
import type { Connection } from '../socket.ts';
import { readPositions } from './positions.ts';

interface SyncNeeds {
  bringIn: (connection: Connection, wanted: Map<string, Position | null>) => void;
  meters: Meters;
  now?: () => number;
}

const syncArguments = z.tuple([z.object({ positions: z.record(z.string(), z.unknown()) })]).rest(z.unknown());
const onceInMs = 1_000;

/** CH29: a client has seen a hole, or heard of a number that it does not have. */
export function createSync({ bringIn, meters, now = performance.now.bind(performance) }: SyncNeeds) {
  const lastAt = new WeakMap<Connection, number>();

  return (connection: Connection, received: unknown[]): void => {
    const { data } = syncArguments.safeParse(received);
    const positions = data && connection.isOurs && readPositions(data[0].positions, meters);
    if (!positions) {
      meters.inbound.inc({ problem: 'malformed' });
      return;
    }
    if (now() - (lastAt.get(connection) ?? -Infinity) < onceInMs) {
      meters.inbound.inc({ problem: 'too_often' });
      return;
    }
    lastAt.set(connection, now());
    // Of other rooms there is nothing to say.
    bringIn(connection, new Map([...positions].filter(([room]) => connection.rooms.includes(room))));
  };
}
