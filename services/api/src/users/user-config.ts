import { emailAddress } from '@convomatic/contracts';
import { z } from 'zod';

const addresses = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((address) => address.trim().toLowerCase())
      .filter(Boolean),
  )
  .refine((list) => list.every((address) => emailAddress.safeParse(address).success), {
    error: 'expected e-mail addresses with commas between',
  });

/** Who becomes what, as the process's environment says. */
export const userVariables = {
  ADMIN_EMAILS: addresses.describe(
    'E-mail addresses with commas between; who proves to have one of them is an admin from then on.',
  ),
  SIGN_UP: z
    .enum(['anyone', 'invited'])
    .default('anyone')
    .describe(
      'Who may become a user: anyone, or invited people alone, with an open invitation to their address.',
    ),
};

export type UserConfig = Readonly<{ ADMIN_EMAILS: string[]; SIGN_UP: 'anyone' | 'invited' }>;
