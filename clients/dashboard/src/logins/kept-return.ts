import { safeReturnPath } from '../platform/return-path.ts';
import { createKept } from './kept.ts';

const kept = createKept('convomatic_return');

/** Where to go after signing in, kept in this browser: an address with a secret behind its # must not travel in a query. */
export const keepReturn = (path: string): void => {
  kept.keep(path);
};

export const takeReturn = (): string | null => {
  const safe = safeReturnPath(kept.read(), location.origin);
  kept.drop();
  return safe === '/' ? null : safe;
};

/** Where somebody wanted to go who went to a provider: one that refuses leads back without it. */
export const providerReturn = createKept('convomatic_provider_return');

/** The address that a link was asked for: when the link turns out to be over, it is not typed again. */
export const askedAddress = createKept('convomatic_address');
