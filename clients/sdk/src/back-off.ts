const firstMs = 500;
const longestMs = 30_000;

/** A random wait up to 0.5 s, 1 s, 2 s … 30 s: full jitter, so that many clients do not return at once. */
export const backOffMs = (attempt: number, random: () => number = Math.random): number =>
  random() * Math.min(longestMs, firstMs * 2 ** attempt);
