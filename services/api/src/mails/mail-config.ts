import { z } from 'zod';

/** What sending mail needs of the process's environment. */
export const mailVariables = {
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'expected smtp(s)://user:password@host:port' })
    .optional()
    .describe(
      'Server that mail is sent by; without one, mails are written to the log and kept to be looked at.',
    ),
  MAIL_FROM: z.string().default('Convomatic <no-reply@localhost>').describe('Sender that mails carry.'),
};

/** What showing caught mails needs of it. Closed unless somebody says that this is no production. */
export const mailboxVariables = {
  SMTP_URL: mailVariables.SMTP_URL,
  NODE_ENV: z
    .string()
    .default('production')
    .describe('Kind of environment; in any but production, mails that are not sent are shown at /dev/mail.'),
};

export type MailboxConfig = { SMTP_URL?: string | undefined; NODE_ENV: string };

export type MailConfig = { SMTP_URL?: string | undefined; MAIL_FROM: string };
