import { Counter, Gauge } from '@convomatic/kit/metrics';
import type { Metrics } from '@convomatic/kit/metrics';

/** What this service counts beside requests. */
export function createMeters({ registry, prefix }: Metrics) {
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `${prefix}${name}_total`, help, labelNames, registers: [registry] });
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `${prefix}${name}`, help, registers: [registry] });

  return {
    connections: gauge('connections', 'Connections that are open.'),
    connects: counter('connects', 'Connections that were asked for, by outcome.', 'outcome'),
    disconnects: counter('disconnects', 'Connections that ended, by reason.', 'reason'),
    messages: counter(
      'messages',
      'Messages from Redis, by channel and what was done with them.',
      'channel',
      'outcome',
    ),
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
