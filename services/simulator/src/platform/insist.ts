import { setTimeout as pause } from 'node:timers/promises';
import { isTemporary } from '@convomatic/sdk';

const firstRetryMs = 100;
const longestRetryMs = 1_000;

/** Repeats a request that may be repeated until the server has answered it for good, or the signal ends the trying. */
export const insist = async <T>(request: () => Promise<T>, signal: AbortSignal): Promise<T> => {
  for (let waitMs = firstRetryMs; ; waitMs = Math.min(waitMs * 2, longestRetryMs)) {
    try {
      return await request();
    } catch (error) {
      if (signal.aborted || !isTemporary(error)) throw error;
      await pause(error.retryAfterMs ?? waitMs, undefined, { signal });
    }
  }
};
