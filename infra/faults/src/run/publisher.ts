import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, isTemporary } from '@convomatic/sdk';
import type { Call } from '@convomatic/sdk';
import { createDoor } from '../clients/index.ts';
import type { Chance } from './chance.ts';
import type { Speaker } from './people.ts';

type Needs = { speakers: readonly Speaker[]; urls: readonly string[]; rate: number; chance: Chance };

const tickMs = 20;
/** More at once would only wait in the servers. */
const mostAtOnce = 400;
const retryMs = { first: 100, longest: 1_000, patience: 60_000 };

type Answer = 'accepted' | 'refused' | 'unanswered';

/** Asks until there is an answer for good. */
const insist = async (
  post: () => Promise<unknown>,
  onRetry: () => void,
  signal: AbortSignal,
): Promise<Answer> => {
  const deadline = performance.now() + retryMs.patience;
  for (let waitMs = retryMs.first; ; waitMs = Math.min(waitMs * 2, retryMs.longest)) {
    try {
      await post();
      return 'accepted';
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!isTemporary(error)) return 'refused';
      if (signal.aborted || performance.now() > deadline) return 'unanswered';
    }
    onRetry();
    await pause(waitMs);
  }
};

const withDoor = (urls: readonly string[]) => (speaker: Speaker, index: number) => ({
  ...speaker,
  call: createDoor({ urls, identity: { token: speaker.token }, first: index }),
});

/**
 * Says things at a steady rate, and makes up for what had to wait; each again under its `client_id` until it is
 * answered, as a page does.
 */
export const createPublisher = ({ speakers, urls, rate, chance }: Needs) => {
  const people = speakers.map(withDoor(urls));
  const silent = new Set<number>();
  const underWay = new Set<Promise<void>>();
  const counts = { said: 0, accepted: 0, refused: 0, retries: 0, unanswered: 0, mostOwed: 0 };
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let owed = 0;

  const say = async (call: Call, session_id: number): Promise<void> => {
    const body = { client_id: randomUUID(), type: 'text' as const, body: `Remark ${String(counts.said)}` };
    const post = () => call('POST /api/sessions/:session_id/messages', { params: { session_id }, body });
    const answer = await insist(post, () => (counts.retries += 1), ending.signal);
    counts[answer] += 1;
  };

  const begin = (): void => {
    const person = people[chance.whole(0, people.length - 1)];
    if (!person || silent.has(person.userId)) return;
    counts.said += 1;
    const done = say(person.call, person.sessionId).finally(() => underWay.delete(done));
    underWay.add(done);
  };

  return {
    counts,
    start: (): void => {
      let last = performance.now();
      timer = setInterval(() => {
        const at = performance.now();
        owed += ((at - last) * rate) / 1_000;
        last = at;
        for (; owed >= 1 && underWay.size < mostAtOnce; owed -= 1) begin();
        counts.mostOwed = Math.max(counts.mostOwed, Math.floor(owed));
      }, tickMs);
    },
    /** This person has left and says nothing more. */
    silence: (userId: number): void => {
      silent.add(userId);
    },
    /** Whoever has said something does not wait for an answer any more. */
    giveUp: (): void => {
      clearInterval(timer);
      ending.abort();
    },
    /** Resolves when everything that was said has an answer. */
    stop: async (): Promise<void> => {
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
};

export type Publisher = ReturnType<typeof createPublisher>;
