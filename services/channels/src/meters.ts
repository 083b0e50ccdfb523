import { recordsChannel } from '@convomatic/contracts/names';
import { Counter, Gauge, Histogram } from '@convomatic/kit/metrics';
import type { Metrics } from '@convomatic/kit/metrics';

type Register = Pick<Metrics, 'registry' | 'prefix'>;

function createMessageMeters({ registry, prefix }: Register) {
  // Most messages are of other nodes' rooms; a counter would cost more than all else that is done with them.
  let foreign = 0;
  const messages = new Counter({
    name: `${prefix}messages_total`,
    help: 'Messages from Redis, by channel and what was done with them.',
    labelNames: ['channel', 'outcome'],
    registers: [registry],
    collect: () => {
      messages.inc({ channel: recordsChannel, outcome: 'no_member' }, foreign);
      foreign = 0;
    },
  });

  return {
    messages,
    /** A message for rooms of other nodes. */
    countForeign: (): void => {
      foreign += 1;
    },
  };
}

function createCanaryMeters({ registry, prefix }: Register) {
  // Since the start, where it has heard nothing yet.
  let canaryHeardAt = performance.now();
  const canaryAge = new Gauge({
    name: `${prefix}canary_age_seconds`,
    help: 'Time since the canary heard its last event.',
    registers: [registry],
    collect: () => {
      canaryAge.set((performance.now() - canaryHeardAt) / 1_000);
    },
  });

  return {
    canaryLag: new Histogram({
      name: `${prefix}canary_lag_seconds`,
      help: 'Time of an event from its log to a client in this node.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    canaryHeard: (): void => {
      canaryHeardAt = performance.now();
    },
  };
}

/** What this service counts beside requests. */
export function createMeters({ registry, prefix }: Metrics) {
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `${prefix}${name}_total`, help, labelNames, registers: [registry] });
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `${prefix}${name}`, help, registers: [registry] });

  return {
    ...createMessageMeters({ registry, prefix }),
    ...createCanaryMeters({ registry, prefix }),
    connections: gauge('connections', 'Connections that are open; the canary is one.'),
    connects: counter('connects', 'Connections that were asked for, by outcome.', 'outcome'),
    disconnects: counter('disconnects', 'Connections that ended, by reason.', 'reason'),
    unnumbered: counter('unnumbered_messages', 'Relayed messages of publishers that give no number.'),
    deliveries: counter('deliveries', 'Packets given to connections.'),
    orders: counter(
      'orders',
      'Events that change rooms and connections, by kind and outcome.',
      'kind',
      'outcome',
    ),
    inbound: counter('inbound_refused', 'What clients sent in vain, by problem.', 'problem'),
    refreshes: counter('refreshes', 'Refreshes of rooms, by outcome.', 'outcome'),
    renewalFailures: counter(
      'renewal_failures',
      'Writes of leases and tokens that Redis did not take.',
      'what',
    ),
    duplicates: counter('duplicates', 'Events that came once more and were not passed on.'),
    fills: counter('fills', 'Readings of the log for what a node missed, by outcome.', 'outcome'),
    resets: counter('resets', 'Rooms that could not be continued, by reason.', 'reason'),
    resumes: counter('resumes', 'Rooms that connections came into, by how they go on.', 'status'),
    subscriptionBreaks: counter('subscription_breaks', 'Times that the subscription of Redis ended.'),
  };
}

export type Meters = ReturnType<typeof createMeters>;
