import { z } from 'zod';

/** What sending mail needs of the process's environment. */
export const mailVariables = {
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'expected smtp(s)://user:password@host:port' })
    .optional()
    .describe('Server that mail is sent by; without one, mails are written to the log.'),
  MAIL_FROM: z.string().default('Convomatic <no-reply@localhost>').describe('Sender that mails carry.'),
};

export type MailConfig = { SMTP_URL?: string | undefined; MAIL_FROM: string };
