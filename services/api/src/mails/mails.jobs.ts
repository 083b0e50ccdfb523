import { jobPayloads } from '@convomatic/contracts';
import type { JobPayloads } from '@convomatic/contracts';
import type { Logger } from '@convomatic/kit/logger';
import type { Knex } from 'knex';
import { createTransport } from 'nodemailer';
import { createCaughtMails } from './caught-mails.service.ts';
import type { MailConfig } from './mail-config.ts';

type Needs = { config: MailConfig; knex: Knex; logger: Logger };

type Deliver = (mail: JobPayloads['mail.send']) => Promise<unknown>;

const deliverBySmtp = (url: string, from: string): Deliver => {
  const transport = createTransport(url);
  return (mail) => transport.sendMail({ from, ...mail });
};

/** On a laptop there is no mail server: whoever started it reads the mail in the terminal or at `/dev/mail`. */
const keepHere = ({ knex, logger }: Needs): Deliver => {
  const caughtMails = createCaughtMails({ knex });
  return async (mail) => {
    await caughtMails.keep(mail);
    logger.info({ mail }, 'mail');
  };
};

/** Task list of the mails, for the worker. A job that fails is tried again by its queue. */
export const createMailJobs = (needs: Needs) => {
  const { SMTP_URL: url, MAIL_FROM: from } = needs.config;
  const deliver = url === undefined ? keepHere(needs) : deliverBySmtp(url, from);
  return {
    'mail.send': async (payload: unknown): Promise<void> => {
      await deliver(jobPayloads['mail.send'].parse(payload));
    },
  };
};
