import { afterAll, beforeAll } from '@jest/globals';

const startWithinMs = 180_000;

/**
 * One thing for all tests of a file: opened before the first and closed after the last, also when preparing it failed.
 * Answers how the tests get at it.
 */
export const forAll = <T>(options: {
  open: () => Promise<T>;
  prepare?: (opened: T) => Promise<void>;
  close: (opened: T) => Promise<void>;
}): (() => T) => {
  let opened: { it: T } | null = null;
  beforeAll(async () => {
    opened = { it: await options.open() };
    await options.prepare?.(opened.it);
  }, startWithinMs);
  afterAll(async () => {
    if (opened) await options.close(opened.it);
  });
  return () => {
    if (!opened) throw new Error('It was not opened.');
    return opened.it;
  };
};
