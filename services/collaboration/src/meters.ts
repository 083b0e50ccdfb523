import { Counter, Gauge, Histogram } from '@convomatic/kit/metrics';
import type { Metrics } from '@convomatic/kit/metrics';
import type { Hocuspocus } from '@hocuspocus/server';

/** What this service counts beside requests. */
export function createMeters({ registry, prefix }: Metrics) {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `${prefix}${name}_total`, help, labelNames, registers });

  return {
    sockets: new Gauge({ name: `${prefix}open_websockets`, help: 'WebSockets that are open.', registers }),
    /** Counted when somebody looks. */
    countDocuments: ({ documents }: Pick<Hocuspocus, 'documents'>): void => {
      new Gauge({
        name: `${prefix}documents`,
        help: 'Documents in memory.',
        registers,
        collect() {
          this.set(documents.size);
        },
      });
      new Gauge({
        name: `${prefix}connections`,
        help: 'Documents that are open, counted for each client.',
        registers,
        collect() {
          this.set([...documents.values()].reduce((sum, one) => sum + one.getConnectionsCount(), 0));
        },
      });
    },
    opens: counter('opens', 'Openings of documents that were asked for, by outcome.', 'outcome'),
    loads: counter('loads', 'Documents brought into memory, by where their text came from.', 'source'),
    saves: counter('saves', 'Saves of documents, by outcome.', 'outcome'),
    saveSeconds: new Histogram({
      name: `${prefix}save_seconds`,
      help: 'Time that the api took for a save.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    drops: counter('drops', 'Documents taken from their clients, by reason.', 'reason'),
    stateFailures: counter('state_failures', 'States that Redis did not take.'),
    hookFailures: counter('hook_failures', 'Faults in our own hooks, by hook.', 'hook'),
  };
}

export type Meters = ReturnType<typeof createMeters>;
