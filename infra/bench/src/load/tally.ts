import { nowMicros } from './clock.ts';

/** What all clients of a generator got, compared with the numbers of their rooms as it comes. */
export interface Counts {
  received: number;
  /** Numbers that were skipped. */
  lost: number;
  /** Numbers that came again, or too late. */
  doubled: number;
  /** Rooms whose state a client would have had to fetch from the api. */
  resets: number;
  /** Connections that ended without being asked to. */
  broken: number;
  /** By the code of the refusal. */
  refused: Record<string, number>;
}

export function createTally() {
  const counts: Counts = { received: 0, lost: 0, doubled: 0, resets: 0, broken: 0, refused: {} };
  let latencies: number[] | null = null;

  return {
    counts,
    isTimed: (): boolean => latencies !== null,
    /** Answers where the client stands now. */
    count: (seq: number, last: number): number => {
      counts.received += 1;
      if (seq <= last) counts.doubled += 1;
      else counts.lost += seq - last - 1;
      return Math.max(seq, last);
    },
    time: (dueMicros: number): void => {
      latencies?.push((nowMicros() - dueMicros) / 1_000);
    },
    refuse: (code: string): void => {
      counts.refused[code] = (counts.refused[code] ?? 0) + 1;
    },
    startTiming: (): void => {
      latencies = [];
    },
    /** Milliseconds from when each event was due to when it was here. */
    takeLatencies: (): number[] => {
      const taken = latencies ?? [];
      latencies = null;
      return taken;
    },
  };
}

export type Tally = ReturnType<typeof createTally>;
