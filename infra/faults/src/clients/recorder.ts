import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { History, Moment, Right } from '../checker/index.ts';

/** An event as two parties compare it: what was published, and what Postgres has. */
export const digestOf = (event: object): string =>
  createHash('sha1').update(JSON.stringify(event)).digest('base64url');

type Happening = Moment extends infer M ? (M extends Moment ? Omit<M, 'at'> : never) : never;

/** The clock of every measurement: this process's own, which no change of the machine's time can move. */
export const now = (): number => performance.now();

export type Counts = Record<
  'deliveries' | 'connects' | 'live' | 'recovered' | 'resets' | 'syncs' | 'fetches' | 'refusals',
  number
>;

/** Writes down what happens to one client. */
export const createRecorder = (client: string, { isFollowing }: Pick<History, 'isFollowing'>) => {
  const moments: Moment[] = [];
  const rights: Right[] = [];
  const counts: Counts = {
    ...{ deliveries: 0, connects: 0, live: 0, recovered: 0, resets: 0, syncs: 0, fetches: 0, refusals: 0 },
  };
  return {
    client,
    counts,
    note: (happening: Happening): void => {
      moments.push({ at: now(), ...happening });
    },
    allow: (room: string): void => {
      rights.push({ room, from: 0, until: Infinity, graceMs: 0 });
    },
    /** The right was taken away: Postgres has had it so at the latest now. */
    withdraw: (room: string): void => {
      const until = now();
      for (const right of rights) if (right.room === room) right.until = until;
    },
    /** `graceOf` says how long after a removal at that moment something may still come. */
    history: (graceOf: (until: number) => number): History => ({
      client,
      isFollowing,
      moments: [...moments],
      rights: rights.map((right) => ({ ...right, graceMs: graceOf(right.until) })),
    }),
  };
};

export type Recorder = ReturnType<typeof createRecorder>;
