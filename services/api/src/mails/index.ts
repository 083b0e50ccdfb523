export { removeOldMails } from './caught-mails.repository.ts';
export { createCaughtMails } from './caught-mails.service.ts';
export { mailboxVariables, mailVariables } from './mail-config.ts';
export type { MailConfig } from './mail-config.ts';
export { createMailboxRoutes } from './mailbox.routes.ts';
export { createMailJobs } from './mails.jobs.ts';
export { queueMail } from './queue-mail.ts';
