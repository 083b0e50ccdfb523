import type { Chance } from '../platform/chance.ts';

export const arrivalKinds = ['burst', 'poisson'] as const;
export type ArrivalKind = (typeof arrivalKinds)[number];

/** As when a lecturer says "now": everyone within a second. */
const burstMs = 1_000;
/** As recruiters send people: one by one, five a second on average. */
const meanGapMs = 200;

const moments: Record<ArrivalKind, (count: number, chance: Chance) => number[]> = {
  burst: (count, chance) =>
    Array.from({ length: count }, () => chance.between(0, burstMs)).toSorted((a, b) => a - b),
  poisson: (count, chance) => {
    let at = 0;
    return Array.from({ length: count }, () => (at -= meanGapMs * Math.log(1 - chance.next())));
  },
};

/** When each of so many people arrives, in milliseconds from now. */
export const arrivalsOf = (kind: ArrivalKind, count: number, chance: Chance): number[] =>
  moments[kind](count, chance);
