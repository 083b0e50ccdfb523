import type { Request, Response } from 'express';
import type { AddRoutes } from '../platform/serve.ts';
import type { CaughtMails } from './caught-mails.service.ts';
import type { MailboxConfig } from './mail-config.ts';
import { mailboxCss, mailboxHtml } from './mailbox-page.ts';

type Needs = { caughtMails: CaughtMails; config: MailboxConfig };

const reloadSeconds = 5;

const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Where no mail server is set, and in no production, the mails are shown: everybody who is here may read them all. */
export const createMailboxRoutes =
  ({ caughtMails, config }: Needs): AddRoutes =>
  (_serve, app) => {
    if (config.NODE_ENV === 'production' || config.SMTP_URL !== undefined) return;

    app.get('/dev/mail', async (req: Request, res: Response) => {
      const mails = await caughtMails.list(textOf(req.query.to));
      res.set(headers);
      if (req.query.format === 'json') {
        res.json({ mails });
        return;
      }
      res.set('refresh', String(reloadSeconds)).type('html').send(mailboxHtml(mails));
    });

    app.get('/dev/mail.css', (_req, res) => {
      res.set(headers).type('css').send(mailboxCss);
    });
  };
