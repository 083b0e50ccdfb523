import type { Knex } from 'knex';

export type CaughtMail = { id: number; recipient: string; subject: string; body: string; created_at: string };

type NewMail = Pick<CaughtMail, 'recipient' | 'subject' | 'body'>;

export const insertCaughtMail = async (knex: Knex, mail: NewMail): Promise<void> => {
  await knex('caught_mails').insert(mail);
};

export const removeAllButNewest = async (knex: Knex, count: number): Promise<void> => {
  const newest = knex('caught_mails').select('id').orderBy('id', 'desc').limit(count);
  await knex('caught_mails').whereNotIn('id', newest).del();
};

/** The newest first. */
export const listCaughtMails = async (knex: Knex, recipient: string | undefined): Promise<CaughtMail[]> => {
  const mails = knex('caught_mails').orderBy('id', 'desc');
  if (recipient !== undefined) void mails.where({ recipient });
  return mails.select<CaughtMail[]>('id', 'recipient', 'subject', 'body', 'created_at');
};

/** Answers how many were removed, at most `limit`. */
export const removeOldMails = async (knex: Knex, limit: number): Promise<number> => {
  const { rowCount } = await knex.raw<{ rowCount: number }>(
    `delete from caught_mails where id in (
       select id from caught_mails where created_at < clock_timestamp() - interval '7 days'
       limit ? for update skip locked)`,
    [limit],
  );
  return rowCount;
};
