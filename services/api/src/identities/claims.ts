import { emailAddress } from '@convomatic/contracts';
import { z } from 'zod';

const maxName = 80;

/** One line that can be stored, whatever the provider lets people write. */
const cleanName = (name: string): string =>
  Array.from(name.toWellFormed().replace(/\p{Cc}+/gu, ' '))
    .slice(0, maxName)
    .join('')
    .trim();

const profile = z.object({
  email: emailAddress.nullable().catch(null),
  email_verified: z.literal(true).or(z.literal(false)).catch(false),
  name: z.string().transform(cleanName).catch(''),
});

/** What a provider says of somebody. `subject` is theirs at this issuer for ever; an address may change hands. */
export type Claims = {
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  isEmailVerified: boolean;
};

/** The specification's limit: 255 characters of ASCII. */
const subject = z.string().regex(/^[\x20-\x7e]{1,255}$/);

/** Only a plain `true` verifies an address: what is missing, or is a text, does not. */
export const readClaims = (token: { iss: string; sub: string }, told: object): Claims => {
  const { name, email, email_verified } = profile.parse(told);
  return {
    issuer: token.iss,
    subject: subject.parse(token.sub),
    name,
    email,
    isEmailVerified: email !== null && email_verified,
  };
};
