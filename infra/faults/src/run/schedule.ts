import type { Chance } from './chance.ts';

/** Everything that a run can break on purpose. */
export const faultKinds = [
  'redis flushed',
  'redis restarted empty',
  'redis frozen',
  'subscriber cut',
  'node killed',
  'node drained',
  'api killed',
  'worker killed',
  'worker frozen',
  'postgres restarted',
  'participant left',
  'participant left while offline',
  'observer removed',
  'observer removed while offline',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export const shortFaults: readonly FaultKind[] = [
  'redis flushed',
  'redis restarted empty',
  'subscriber cut',
  'node killed',
  'node drained',
  'subscriber cut',
  'redis flushed',
];

export const longFaults: readonly FaultKind[] = [
  ...faultKinds,
  ...shortFaults,
  ...shortFaults,
  'participant left',
  'participant left while offline',
  'observer removed',
  'redis frozen',
  'api killed',
];

export type Planned = { kind: FaultKind; atMs: number };

const quietMs = 2_000;

/** When each fault comes: in an order and at moments of chance, spread over the time. */
export const planFaults = (kinds: readonly FaultKind[], seconds: number, chance: Chance): Planned[] => {
  const slotMs = (seconds * 1_000 - 2 * quietMs) / kinds.length;
  return kinds
    .map((kind) => ({ kind, weight: chance.next() }))
    .toSorted((one, other) => one.weight - other.weight)
    .map(({ kind }, index) => ({ kind, atMs: quietMs + chance.between(index, index + 1) * slotMs }));
};
