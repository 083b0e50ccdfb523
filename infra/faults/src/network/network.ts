import { Worker } from 'node:worker_threads';
import type { Answered, Operations } from './thread.ts';

type Name = keyof Operations;
type Answer<N extends Name> = Awaited<ReturnType<Operations[N]>>;

/** The way of one node to Redis. */
export interface Wire {
  readonly port: number;
  cut: () => Promise<unknown>;
  restore: () => Promise<unknown>;
  /** The next event that is published never reaches the node. */
  drop: () => Promise<unknown>;
}

/** Everything between the processes that a run can break, in a thread of its own. */
export const createNetwork = () => {
  const thread = new Worker(new URL('thread.ts', import.meta.url));
  const waiting = new Map<number, (answered: Answered) => void>();
  let count = 0;
  thread.on('message', (answered: Answered) => {
    waiting.get(answered.id)?.(answered);
    waiting.delete(answered.id);
  });

  const ask = async <N extends Name>(name: N, request?: Parameters<Operations[N]>[0]): Promise<Answer<N>> => {
    count += 1;
    const id = count;
    const { answer, error } = await new Promise<Answered>((resolve) => {
      waiting.set(id, resolve);
      thread.postMessage({ id, name, request });
    });
    if (error !== undefined) throw new Error(error);
    return answer as Answer<N>;
  };

  return {
    openWire: async (redisPort: number): Promise<Wire> => {
      const { index, port } = await ask('openWire', redisPort);
      return {
        port,
        cut: () => ask('cutWire', index),
        restore: () => ask('restoreWire', index),
        drop: () => ask('dropPublished', index),
      };
    },
    /** Answers the address of a balancer in front of these ports. */
    openBalancer: (ports: number[]) => ask('openBalancer', ports),
    cutClients: (shares: number[]) => ask('cutClients', shares),
    /** The next event never reaches some clients. */
    dropDelivered: (shares: number[]) => ask('dropDelivered', shares),
    /** How many events were dropped on their way to nodes and to clients. */
    dropped: () => ask('dropped'),
    block: (route: string) => ask('block', route),
    unblock: (route: string) => ask('unblock', route),
    /** Sockets and listeners go with the thread, whatever state they are in. */
    close: () => thread.terminate(),
  };
};

export type Network = ReturnType<typeof createNetwork>;
