import { jobPayloads } from '@convomatic/contracts';
import type { JobPayloads } from '@convomatic/contracts';
import type { Logger } from '@convomatic/kit/logger';
import { createTransport } from 'nodemailer';
import type { MailConfig } from './mail-config.ts';

type Needs = { config: MailConfig; logger: Logger };

type Deliver = (mail: JobPayloads['mail.send']) => Promise<unknown>;

const deliverBySmtp = (url: string, from: string): Deliver => {
  const transport = createTransport(url);
  return (mail) => transport.sendMail({ from, ...mail });
};

/** On a laptop there is no mail server: whoever started it reads the mail in the terminal. */
const deliverToLog =
  (logger: Logger): Deliver =>
  (mail) => {
    logger.info({ mail }, 'mail');
    return Promise.resolve();
  };

/** Task list of the mails, for the worker. A job that fails is tried again by its queue. */
export const createMailJobs = ({ config, logger }: Needs) => {
  const deliver =
    config.SMTP_URL === undefined ? deliverToLog(logger) : deliverBySmtp(config.SMTP_URL, config.MAIL_FROM);
  return {
    'mail.send': async (payload: unknown): Promise<void> => {
      await deliver(jobPayloads['mail.send'].parse(payload));
    },
  };
};
