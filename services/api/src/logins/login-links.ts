import { hashToken, newToken } from '@convomatic/kit/tokens';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { hasLoginLink, insertLoginLink, useLoginLink } from './login-links.repository.ts';

export const linkMinutes = 15;

/** Makes a sign-in link's token for an address, known or not. */
export const issueLoginLink = async (trx: Knex, email: string): Promise<string> => {
  const token = newToken();
  await insertLoginLink(trx, { email, token_hash: hashToken(token), lifetimeMs: linkMinutes * 60_000 });
  return token;
};

/** The address that the link proves; a link proves it once. */
export const consumeLoginLink = async (trx: Knex, token: string): Promise<string> => {
  const hash = hashToken(token);
  const email = await useLoginLink(trx, hash);
  if (email !== undefined) return email;
  if (await hasLoginLink(trx, hash)) {
    throw new AppError(
      'token_expired',
      'This sign-in link was used already or is too old. Ask for a new one.',
    );
  }
  throw new AppError(
    'token_invalid',
    'This sign-in link is not valid. Copy the whole address, or ask for a new one.',
  );
};
