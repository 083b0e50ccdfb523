import { noticeRoom, userRoom } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { setTimeout as pause } from 'node:timers/promises';
import type { Crowd } from '../load/crowd.ts';
import { admit, people, roomSize, roomsOf } from '../load/people.ts';
import type { Person } from '../load/people.ts';
import type { Published, Publisher } from '../load/publisher.ts';
import type { Counts } from '../load/tally.ts';
import type { Remote } from './calls.ts';
import { start } from './processes.ts';
import { startRedis } from './redis.ts';
import { startServer } from './servers.ts';
import type { Server, ServerKind } from './servers.ts';

/** What a bench stands on: a Redis, clients and a publisher, each a process of its own. */
export interface Stage {
  readonly crowd: Remote<Crowd>;
  readonly publisher: Remote<Publisher>;
  /** An empty Redis, one server, and everyone, or the first few, connected to it. */
  open: (kind: ServerKind, sockets: number, connected?: number) => Promise<Scene>;
  startServer: (kind: ServerKind) => Promise<Server>;
  close: () => Promise<void>;
}

/** What happened while events were published. */
export interface Played extends Published {
  /** Process time of the server, in microseconds. */
  cpu: number;
  expected: number;
  arrived: number;
  /** What the generator counted meanwhile. */
  counts: Counts;
}

export interface Scene {
  readonly server: Server;
  /** Connects everyone; who is connected already is not. */
  gather: () => Promise<void>;
  /** Ends all connections, and waits until the server knows. */
  leave: () => Promise<void>;
  /** Publishes into the rooms, waits for what is expected, and reconciles. */
  play: (load: Load) => Promise<Played>;
  close: () => Promise<void>;
}

const arrivalMs = 10_000;

/** Refusals are counted from the beginning of a crowd. */
const since = (before: Counts, now: Counts): Counts => ({
  received: now.received - before.received,
  lost: now.lost - before.lost,
  doubled: now.doubled - before.doubled,
  resets: now.resets - before.resets,
  broken: now.broken - before.broken,
  refused: now.refused,
});

/** A node of ours has one connection of its own, for its canary. The references do not tell, and have nothing to do. */
async function untilAlone({ kind, port }: Server): Promise<void> {
  if (kind !== 'ours') await pause(2_000);
  else
    await until(async () => {
      const text = await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
      return Number(/^chat_channels_connections (\d+)$/m.exec(text)?.[1]) <= 1;
    });
}

interface Load {
  rate: number;
  seconds: number;
}

type Loads = Pick<Stage, 'crowd' | 'publisher'>;

/** Publishes, waits for what is expected, and compares. */
async function play(
  { crowd, publisher }: Loads,
  server: Server,
  { rooms, ...load }: Load & { rooms: string[] },
): Promise<Played> {
  const before = await crowd.counts();
  const began = await server.probe.cpu();
  const published = await publisher.play({ ...load, rooms, by: 'append' });
  const expected = published.sent * roomSize;
  const hasArrived = async (): Promise<boolean> =>
    (await crowd.counts()).received - before.received >= expected;
  // What is missing then is lost, and counted as that.
  await until(hasArrived, { deadlineMs: arrivalMs }).catch(() => undefined);
  const cpu = (await server.probe.cpu()) - began;
  const counts = since(before, await crowd.counts());
  return { ...published, cpu, expected, arrived: counts.received, counts };
}

export async function createStage(): Promise<Stage> {
  const redis = await startRedis();
  const crowd = start<Crowd>({ file: 'infra/bench/src/load/crowd.ts' });
  const publisher = start<Publisher>({
    file: 'infra/bench/src/load/publisher.ts',
    env: { REDIS_URL: redis.url },
  });

  const loads = { crowd: crowd.calls, publisher: publisher.calls };

  const open = async (kind: ServerKind, sockets: number, connected = sockets): Promise<Scene> => {
    await redis.client.flushall();
    const everyone = people(sockets);
    await admit(redis.client, everyone);
    await publisher.calls.ready([
      noticeRoom,
      ...everyone.map(({ user }) => userRoom(user.id)),
      ...roomsOf(everyone),
    ]);
    const server = await startServer(kind, redis.url);
    const protocol = kind === 'floor' ? 'bare' : 'engine';
    const gather = (some: Person[]): Promise<void> =>
      crowd.calls.gather({ port: server.port, protocol, people: some });
    await gather(everyone.slice(0, connected));
    return {
      server,
      gather: () => gather(everyone),
      leave: async () => {
        await crowd.calls.leave();
        await untilAlone(server);
      },
      play: (load) => play(loads, server, { ...load, rooms: roomsOf(everyone) }),
      close: async () => {
        await crowd.calls.leave();
        await server.stop();
      },
    };
  };

  return {
    ...loads,
    open,
    startServer: (kind) => startServer(kind, redis.url),
    close: async () => {
      await Promise.all([crowd.stop(), publisher.stop()]);
      await redis.close();
    },
  };
}
