import type { Chance } from '../platform/chance.ts';

const most = 6;
const pauseMs = { shortest: 200, longest: 1_500 };

/** When each of so many people arrives, in milliseconds from now: a few at the very same moment, then a pause. */
export const burstArrivals = (count: number, chance: Chance): number[] => {
  const arrivals: number[] = [];
  for (let at = 0; arrivals.length < count; at += chance.between(pauseMs.shortest, pauseMs.longest))
    arrivals.push(
      ...Array.from({ length: Math.min(chance.whole(1, most), count - arrivals.length) }, () => at),
    );
  return arrivals;
};
