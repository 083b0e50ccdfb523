import { leaseMs } from '@convomatic/contracts/names';

/** When somebody last gave a sign of life, in milliseconds since 1970; null where Redis knows of none. */
export type Sign = { key: string; lastMs: number | null };

export type Judged = {
  isPresent: boolean;
  /** For how long they are surely away; null while that is not known. */ awayMs: number | null;
};

/**
 * Tells who is there and who is away. A Redis that was emptied knows of nobody until the browsers have answered again:
 * so whoever is missing there is away only when they stay missing for as long as a lease lasts.
 */
export const createJudge = () => {
  let missingSince = new Map<string, number>();

  return (signs: Sign[], nowMs: number): Map<string, Judged> => {
    const missing = new Map<string, number>();
    const judged = new Map<string, Judged>();
    for (const { key, lastMs } of signs) {
      if (lastMs === null) missing.set(key, missingSince.get(key) ?? nowMs);
      const lastSign = lastMs ?? missing.get(key) ?? nowMs;
      const awayMs = nowMs - lastSign;
      const isPresent = lastMs !== null && awayMs <= leaseMs;
      judged.set(key, { isPresent, awayMs: awayMs > leaseMs ? awayMs : null });
    }
    missingSince = missing;
    return judged;
  };
};
