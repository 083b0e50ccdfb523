import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { emailAddress } from './login.ts';
import { user } from './user.ts';

export const emailChangeEndpoints = defineEndpoints({
  /**
   * Mails a link to an address that the caller wants as theirs: a person's new one, or a guest's first. Nothing
   * changes before the link is used; a later request ends an earlier one.
   */
  'POST /api/email-changes': {
    access: 'person',
    body: z.strictObject({ email: emailAddress }),
    response: z.object({ sent: z.literal(true) }),
    status: 202,
  },
  /** Uses the link up: the address is theirs now, and the browser is signed in as them. 409 `email_taken`. */
  'POST /api/email-changes/confirm': {
    access: 'public',
    body: z.strictObject({ token: z.string().min(20).max(200) }),
    response: z.object({ user }),
  },
});
