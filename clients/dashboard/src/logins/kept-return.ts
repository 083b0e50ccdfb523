import { safeReturnPath } from '../platform/return-path.ts';

const key = 'convomatic_return';
const keptForMs = 60 * 60_000;

/**
 * Where to go after signing in, kept in this browser: the link in the mail opens another tab, and an address with a
 * secret behind its # must not travel in a query.
 */
export const keepReturn = (path: string, now = Date.now()): void => {
  localStorage.setItem(key, JSON.stringify({ path, until: now + keptForMs }));
};

const read = (): { path?: unknown; until?: unknown } => {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? '{}') ?? {}) as { path?: unknown; until?: unknown };
  } catch {
    return {};
  }
};

export const keptReturn = (now = Date.now()): string | null => {
  const { path, until } = read();
  if (typeof until !== 'number' || until < now) return null;
  const safe = safeReturnPath(path, location.origin);
  return safe === '/' ? null : safe;
};

export const takeReturn = (): string | null => {
  const path = keptReturn();
  localStorage.removeItem(key);
  return path;
};
