import { setTimeout as pause } from 'node:timers/promises';
import type { Person } from './people.ts';
import { RawClient } from './raw-client.ts';
import type { Protocol } from './raw-client.ts';
import { createTally } from './tally.ts';
import type { Counts } from './tally.ts';
import { answerCalls } from '../stage/calls.ts';

interface CrowdOptions {
  port: number;
  protocol: Protocol;
  people: Person[];
}

/** Handshakes under way at once while a crowd gathers; a storm has no such bound. */
const atOnce = 64;
const patienceMs = 60_000;

/** As the client of ours waits before it comes back (CH22). */
const backOffMs = (attempt: number): number => Math.random() * Math.min(30_000, 500 * 2 ** attempt);

class Member {
  readonly client: RawClient;
  attempt = 0;
  isLive = false;
  #onLive: (() => void) | undefined;
  #mayReturn = false;

  constructor(options: Omit<CrowdOptions, 'people'> & { person: Person }) {
    this.client = new RawClient({
      ...options,
      tally,
      onLive: () => {
        this.attempt = 0;
        this.isLive = true;
        this.#onLive?.();
      },
      onEnd: () => {
        if (this.isLive) tally.counts.broken += 1;
        this.isLive = false;
        if (this.#mayReturn) this.#later();
      },
    });
  }

  enter(): Promise<void> {
    this.#mayReturn = true;
    return this.#live(() => {
      this.client.connect();
    });
  }

  return(): Promise<void> {
    this.client.cut();
    this.isLive = false;
    return this.#live(() => {
      this.#later();
    });
  }

  leave(): void {
    this.#mayReturn = false;
    this.client.cut();
  }

  #live(begin: () => void): Promise<void> {
    return new Promise((resolve) => {
      this.#onLive = resolve;
      begin();
    });
  }

  #later(): void {
    setTimeout(() => {
      if (this.#mayReturn) this.client.connect();
    }, backOffMs(this.attempt));
    this.attempt += 1;
  }
}

let tally = createTally();
let members: Member[] = [];

const allLive = async (living: Promise<unknown>): Promise<void> => {
  const late = new AbortController();
  const tooLate = pause(patienceMs, 'late', { signal: late.signal }).catch(() => 'aborted');
  const first = await Promise.race([living, tooLate]);
  late.abort();
  if (first === 'late') {
    const count = members.filter(({ isLive }) => isLive).length;
    throw new Error(
      `of ${String(members.length)} connections ${String(count)} are live: ${JSON.stringify(tally.counts)}`,
    );
  }
};

const operations = {
  /** Connects all, and answers when all are in their rooms. */
  gather: async ({ people, ...options }: CrowdOptions): Promise<void> => {
    tally = createTally();
    members = people.map((person) => new Member({ ...options, person }));
    const waiting = [...members];
    const bring = async (): Promise<void> => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await next.enter();
    };
    await allLive(Promise.all(Array.from({ length: atOnce }, bring)));
  },
  /** Cuts all of them in one moment; answers the milliseconds until each is live again. */
  storm: async (): Promise<number[]> => {
    const began = performance.now();
    const times: number[] = [];
    await allLive(
      Promise.all(
        members.map((member) =>
          member.return().then(() => {
            times.push(performance.now() - began);
          }),
        ),
      ),
    );
    return times;
  },
  counts: (): Counts => tally.counts,
  startTiming: (): void => {
    tally.startTiming();
  },
  takeLatencies: (): number[] => tally.takeLatencies(),
  leave: (): void => {
    for (const member of members) member.leave();
    members = [];
  },
};
export type Crowd = typeof operations;

answerCalls(operations);
// Else it would go on trying to come back.
process.once('disconnect', () => process.exit());
