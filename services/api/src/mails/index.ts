export { mailVariables } from './mail-config.ts';
export type { MailConfig } from './mail-config.ts';
export { createMailJobs } from './mails.jobs.ts';
export { queueMail } from './queue-mail.ts';
