import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { groupRoom } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import type { FollowingClient } from '../clients/index.ts';
import type { Chance } from './chance.ts';
import type { People, Speaker } from './people.ts';
import type { Publisher } from './publisher.ts';
import type { FaultKind } from './schedule.ts';
import type { ChannelNode, System } from './system.ts';

export type Crowd = {
  speakers: { speaker: Speaker; client: FollowingClient }[];
  observers: { userId: number; client: FollowingClient }[];
};

type Needs = { system: System; people: People; crowd: Crowd; publisher: Publisher; chance: Chance };

/** Breaks one thing, and mends it where it does not mend itself; answers what it was done to. */
type Fault = () => Promise<string>;

const freezeMs = { redis: 5_000, worker: 10_000 };

const pidOfRedis = ({ redis }: System): Promise<number> =>
  until(async () => Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]));

/** The database server of the test run, as its own record has it. */
const pidOfPostgres = (): number => {
  const file = path.join(process.env.TEST_FOLDER ?? '', 'run.json');
  const { pids } = JSON.parse(readFileSync(file, 'utf8')) as { pids: { postgres?: number } };
  if (!pids.postgres) throw new Error('this run did not start the database');
  return pids.postgres;
};

const freeze = async (pid: number, ms: number): Promise<void> => {
  process.kill(pid, 'SIGSTOP');
  try {
    await pause(ms);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
};

const storeFaults = ({ system, chance }: Needs) =>
  ({
    'redis flushed': async () => {
      // It may be away for another fault's sake.
      await until(() => system.redis.flushall(), { what: 'a Redis to flush' });
      return '';
    },
    'redis restarted empty': async () => {
      await system.redisServer.kill();
      await pause(chance.between(0, 1_000));
      await system.redisServer.restart();
      return '';
    },
    'redis frozen': async () => {
      await freeze(await pidOfRedis(system), freezeMs.redis);
      return '5 s';
    },
    'postgres restarted': async () => {
      process.kill(pidOfPostgres(), 'SIGINT');
      await until(() => system.database.knex.raw('select 1'), { what: 'the database', deadlineMs: 30_000 });
      return '';
    },
  }) satisfies Partial<Record<FaultKind, Fault>>;

const nodeFaults = ({ system, chance }: Needs) => {
  const busy = new Set<ChannelNode>();
  /** One node at a time is away: the others take its clients. */
  const take = async (use: (node: ChannelNode) => Promise<void>): Promise<string> => {
    const free = system.nodes.filter((node) => !busy.has(node));
    const node = free[chance.whole(0, free.length - 1)];
    if (!node) return 'none was up';
    busy.add(node);
    try {
      await use(node);
    } finally {
      busy.delete(node);
    }
    return `node ${String(system.nodes.indexOf(node) + 1)}`;
  };
  return {
    'subscriber cut': async () => {
      const count = await until(async () => {
        const list = String(await system.redis.call('CLIENT', 'LIST', 'TYPE', 'pubsub'));
        const ids = [...list.matchAll(/^id=(\d+) .*name=\S*-subscriber /gm)].map(([, id]) => Number(id));
        const id = ids[chance.whole(0, ids.length - 1)];
        if (id !== undefined) await system.redis.call('CLIENT', 'KILL', 'ID', id);
        return ids.length;
      });
      return `one of ${String(count)}`;
    },
    'node killed': () =>
      take(async ({ service }) => {
        await service.kill();
        await pause(chance.between(500, 2_500));
        await service.restart();
      }),
    'node drained': () =>
      take(async ({ service }) => {
        const code = await service.stop();
        await service.restart();
        if (code !== 0) throw new Error(`a node that was drained ended with ${String(code)}`);
      }),
  } satisfies Partial<Record<FaultKind, Fault>>;
};

const processFaults = ({ system, chance }: Needs) =>
  ({
    'api killed': async () => {
      const api = system.apis[chance.whole(0, system.apis.length - 1)];
      await api?.kill();
      await pause(chance.between(200, 1_500));
      await api?.restart();
      return '';
    },
    'worker killed': async () => {
      await system.worker.kill();
      await pause(chance.between(200, 2_000));
      await system.worker.restart();
      return '';
    },
    'worker frozen': async () => {
      await freeze(system.worker.pid(), freezeMs.worker);
      return '10 s';
    },
  }) satisfies Partial<Record<FaultKind, Fault>>;

const rightFaults = ({ system, people, crowd, publisher, chance }: Needs) => {
  const draw = <T>(from: T[]): T | undefined => from.splice(chance.whole(0, from.length - 1), 1)[0];
  const offline = async (client: FollowingClient, run: () => Promise<void>): Promise<void> => {
    const route = client.recorder.client;
    await system.network.block(route);
    try {
      await run();
      await pause(chance.between(500, 2_500));
    } finally {
      await system.network.unblock(route);
    }
  };
  const speakers = [...crowd.speakers];
  const observers = [...crowd.observers];
  const asIs = (_client: FollowingClient, run: () => Promise<void>): Promise<void> => run();

  const leave = (around: typeof offline) => async (): Promise<string> => {
    const leaver = draw(speakers);
    if (!leaver) return 'nobody was left';
    const { speaker, client } = leaver;
    publisher.silence(speaker.userId);
    await around(client, () =>
      client.lose([groupRoom(speaker.sessionId)], () => client.call('POST /api/participants/me/leave')),
    );
    return client.recorder.client;
  };
  const remove = (around: typeof offline) => async (): Promise<string> => {
    const removed = draw(observers);
    if (!removed) return 'nobody was left';
    const { userId: user_id, client } = removed;
    const { team_id } = people.project;
    const rooms = client
      .openViews()
      .map(({ following }) => following.room)
      .filter((room) => room.startsWith('group-'));
    await around(client, () =>
      client.lose(rooms, () =>
        people.owner('DELETE /api/teams/:team_id/memberships/:user_id', { params: { team_id, user_id } }),
      ),
    );
    return client.recorder.client;
  };
  return {
    'participant left': leave(asIs),
    'participant left while offline': leave(offline),
    'observer removed': remove(asIs),
    'observer removed while offline': remove(offline),
  } satisfies Partial<Record<FaultKind, Fault>>;
};

/** Every fault, by its name. */
export const createFaults = (needs: Needs): Record<FaultKind, Fault> => ({
  ...storeFaults(needs),
  ...nodeFaults(needs),
  ...processFaults(needs),
  ...rightFaults(needs),
});
