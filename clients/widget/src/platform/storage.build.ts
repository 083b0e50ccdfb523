import { createKept } from './storage.ts';
import type { Kept } from './storage.ts';

/** Storage of a tab or a browser that starts empty. */
export const buildKept = (): Kept => {
  const values = new Map<string, string>();
  return createKept(() => ({
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  }));
};
