import { setTimeout as pause } from 'node:timers/promises';

interface UntilOptions {
  /** Named in the error when the deadline passes. */
  what?: string;
  deadlineMs?: number;
  intervalMs?: number;
}

/** Polls until the condition gives something truthy, and returns it; a rejection counts as not yet. */
export async function until<T>(
  condition: () => T | Promise<T>,
  { what = 'the condition', deadlineMs = 15_000, intervalMs = 25 }: UntilOptions = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + deadlineMs;
  let last: unknown;
  while (performance.now() < deadline) {
    try {
      const value = await condition();
      if (value) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    await pause(intervalMs);
  }
  throw new Error(`${what} did not come within ${deadlineMs} ms`, { cause: last });
}
