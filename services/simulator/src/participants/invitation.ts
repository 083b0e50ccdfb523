import { setTimeout as pause } from 'node:timers/promises';
import type { Crowd } from './crowd.ts';

interface Needs {
  crowd: Crowd;
  link: string;
  say: (line: string) => void;
  signal: AbortSignal;
}

const askAgainMs = 3_000;

/** The end of the simulation ends the waiting. */
const isStillOn = (ms: number, signal: AbortSignal): Promise<boolean> =>
  pause(ms, true, { signal }).catch(() => false);

/** Says once, when people wait who are no full group by themselves, how somebody in a browser can complete it. */
export const inviteWhoIsMissing = async ({ crowd, link, say, signal }: Needs): Promise<void> => {
  while (await isStillOn(askAgainMs, signal)) {
    // A question without an answer is asked again.
    const missing = await crowd.missing().catch(() => 0);
    if (missing === 0) continue;
    say(`${String(missing)} more needed for the next group. Come along in a browser: ${link}`);
    return;
  }
};
