/** Random choices that a seed repeats. */
export interface Chance {
  /** From 0 up to and without 1. */
  next: () => number;
  /** From `low` up to and without `high`. */
  between: (low: number, high: number) => number;
  /** A whole number from `low` to `high`, both included. */
  whole: (low: number, high: number) => number;
  pick: <T>(choices: readonly [T, ...T[]]) => T;
  /** Independent choices of their own, such as those of one participant. */
  branch: (name: string) => Chance;
}

/** FNV-1a. */
const hash = (text: string): number =>
  Buffer.from(text).reduce((sum, byte) => Math.imul(sum ^ byte, 16_777_619) >>> 0, 2_166_136_261);

/** mulberry32: 32 bits of state are plenty for choosing when to speak. */
const sequence = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export const createChance = (seed: number): Chance => {
  const next = sequence(seed);
  const between = (low: number, high: number): number => low + next() * (high - low);
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1));
  return {
    next,
    between,
    whole,
    pick: (choices) => choices[whole(0, choices.length - 1)] ?? choices[0],
    branch: (name) => createChance(hash(`${String(seed)}/${name}`)),
  };
};
