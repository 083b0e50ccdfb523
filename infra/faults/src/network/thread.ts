import { parentPort } from 'node:worker_threads';
import { createFaultProxy } from '@convomatic/kit/testing/fault-proxy';
import type { FaultProxy } from '@convomatic/kit/testing/fault-proxy';
import { startBalancer } from './balancer.ts';
import type { Balancer } from './balancer.ts';

// The network has a thread of its own: in that of the clients it would be as slow as they are, and look broken.
const wires: FaultProxy[] = [];
let balancer: Balancer | undefined;

const operations = {
  openWire: async (port: number) => {
    const wire = await createFaultProxy({ port });
    return { index: wires.push(wire) - 1, port: wire.port };
  },
  cutWire: (index: number) => wires[index]?.cut(),
  restoreWire: (index: number) => wires[index]?.restore(),
  openBalancer: async (ports: number[]) => {
    balancer = await startBalancer(ports);
    return balancer.url;
  },
  cutClients: (shares: number[]) => balancer?.cut(shares) ?? 0,
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
