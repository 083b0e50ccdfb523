import type { JobPayloads } from '@convomatic/contracts';
import type { Knex } from 'knex';
import { insertCaughtMail, listCaughtMails, removeAllButNewest } from './caught-mails.repository.ts';
import type { CaughtMail } from './caught-mails.repository.ts';

const kept = 200;

/** Mails that no server sends: the newest are kept, to be looked at. */
export const createCaughtMails = ({ knex }: { knex: Knex }) => ({
  keep: async ({ to, subject, text }: JobPayloads['mail.send']): Promise<void> => {
    await insertCaughtMail(knex, { recipient: to, subject, body: text });
    await removeAllButNewest(knex, kept);
  },

  /** The newest first; those to one address, where there is one. */
  list: (to: string | undefined): Promise<CaughtMail[]> => listCaughtMails(knex, to?.toLowerCase()),
});

export type CaughtMails = ReturnType<typeof createCaughtMails>;
