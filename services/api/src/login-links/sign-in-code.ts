import { hmac, isSameSecret } from '@convomatic/kit/tokens';
import { randomInt } from 'node:crypto';

const digits = 6;

export const newCode = (): string => String(randomInt(10 ** digits)).padStart(digits, '0');

/**
 * What is stored of a code. A million codes are tried in no time by who has the table, so the hash needs a key that is
 * not in it; with the request in the hash, a code is worth nothing beside another request.
 */
export const createCodeHash = (secretKey: string) => {
  const key = hmac(secretKey, 'sign-in code');
  return (requestHash: string, code: string): string => hmac(key, `${requestHash} ${code}`);
};

export type CodeHash = ReturnType<typeof createCodeHash>;

export const isSameCode = (stored: string | null, given: string): boolean =>
  stored !== null && isSameSecret(stored, given);
