import { parentPort } from 'node:worker_threads';
import { createFaultProxy } from '@convomatic/kit/testing/fault-proxy';
import type { FaultProxy } from '@convomatic/kit/testing/fault-proxy';
import { startBalancer } from './balancer.ts';
import type { Balancer } from './balancer.ts';
import { createSieve, findPublished } from './sieve.ts';
import type { Sieve } from './sieve.ts';

// The network has a thread of its own: in that of the clients it would be as slow as they are, and look broken.
const wires: { proxy: FaultProxy; sieves: Set<Sieve> }[] = [];
const dropped = { published: 0 };
let balancer: Balancer | undefined;

const operations = {
  openWire: async (port: number) => {
    // One connection of a node at a time is its subscriber's; in the others nothing is found.
    const sieves = new Set<Sieve>();
    const sieve = (): Sieve['sift'] => {
      const one = createSieve(findPublished, () => (dropped.published += 1));
      sieves.add(one);
      return one.sift;
    };
    const proxy = await createFaultProxy({ port, sieve });
    return { index: wires.push({ proxy, sieves }) - 1, port: proxy.port };
  },
  cutWire: (index: number) => wires[index]?.proxy.cut(),
  restoreWire: (index: number) => wires[index]?.proxy.restore(),
  dropPublished: (index: number) => {
    for (const { drop } of wires[index]?.sieves ?? []) drop(1);
  },
  openBalancer: async (ports: number[]) => {
    balancer = await startBalancer(ports);
    return balancer.url;
  },
  cutClients: (shares: number[]) => balancer?.cut(shares) ?? 0,
  dropDelivered: (shares: number[]) => balancer?.drop(shares),
  dropped: () => ({ ...dropped, delivered: balancer?.dropped() ?? 0 }),
  block: (route: string) => balancer?.block(route),
  unblock: (route: string) => balancer?.unblock(route),
};

export type Operations = typeof operations;
export type Asked = { id: number; name: keyof Operations; request: never };
export type Answered = { id: number; answer?: unknown; error?: string };

const run = async ({ id, name, request }: Asked): Promise<Answered> => {
  try {
    return { id, answer: await operations[name](request) };
  } catch (error) {
    return { id, error: String(error) };
  }
};

parentPort?.on('message', (asked: Asked) => {
  void run(asked).then((answered) => parentPort?.postMessage(answered));
});
