import { createHash } from 'node:crypto';

const numberOf = (seed: string): number => createHash('sha256').update(seed).digest().readUInt32BE();

/** Mulberry32: a small generator that gives the same row for the same seed, anywhere. */
const createRandom = (seed: number | string): (() => number) => {
  let state = typeof seed === 'string' ? numberOf(seed) : seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Shuffles several lists one after the other; the same seed gives the same orders. */
export const createShuffle = (seed: number | string): (<T>(items: readonly T[]) => T[]) => {
  const random = createRandom(seed);
  return (items) =>
    items
      .map((item) => ({ item, at: random() }))
      .sort((left, right) => left.at - right.at)
      .map(({ item }) => item);
};
