import { createLogger } from '@convomatic/kit/logger';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger as QueueLogger, runOnce } from 'graphile-worker';
import type { SMTPServerOptions } from 'smtp-server';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { createMailJobs } from './mails.jobs.ts';
import { queueMail } from './queue-mail.ts';
import { startSmtp } from './smtp.build.ts';
import type { TestSmtp } from './smtp.build.ts';

const mail = {
  to: 'ada@example.org',
  subject: '123456 is your code',
  text: 'Open http://localhost/#token=x',
};
const from = 'Convomatic <no-reply@example.org>';
const silent = createLogger({ service: 'worker', level: 'silent' });

let api: TestApi;
let server: TestSmtp | undefined;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const start = async (options: SMTPServerOptions, refuse?: () => Error | undefined): Promise<TestSmtp> => {
  server = await startSmtp(options, refuse);
  return server;
};

const jobsFor = (SMTP_URL?: string) =>
  createMailJobs({ config: { SMTP_URL, MAIL_FROM: from }, knex: api.knex, logger: silent });

const send = (url: string) => jobsFor(url)['mail.send'](mail);

describe('a mail', () => {
  it('is written to the log and kept where there is no server', async () => {
    const lines: string[] = [];
    const logger = createLogger({ service: 'worker', destination: { write: (line) => lines.push(line) } });
    await createMailJobs({ config: { MAIL_FROM: from }, knex: api.knex, logger })['mail.send'](mail);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'mail', mail });
    expect(await api.knex('caught_mails').select('recipient', 'subject', 'body')).toEqual([
      { recipient: mail.to, subject: mail.subject, body: mail.text },
    ]);
  });

  it('goes out by the server that is set, also where it offers no TLS, and is kept nowhere', async () => {
    const before = await api.knex('caught_mails');
    const smtp = await start({ authOptional: true, hideSTARTTLS: true });
    await send(`smtp://127.0.0.1:${String(smtp.port)}`);
    expect(smtp.received).toMatchObject([
      { from: 'no-reply@example.org', to: ['ada@example.org'], isSecure: false },
    ]);
    const source = smtp.received[0]?.source;
    expect(source).toContain('From: Convomatic <no-reply@example.org>');
    expect(source).toContain('Subject: 123456 is your code');
    expect(source).toContain('Open http://localhost/#token=x');
    expect(await api.knex('caught_mails')).toEqual(before);
  });

  it('goes out with the name and password that are set, and not with wrong ones', async () => {
    const smtp = await start({
      hideSTARTTLS: true,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        if (password === 'p@ss') done(null, { user: username });
        else done(new Error('wrong password'));
      },
    });
    await send(`smtp://sender:p%40ss@127.0.0.1:${String(smtp.port)}`);
    expect(smtp.received).toMatchObject([{ user: 'sender' }]);
    await expect(send(`smtp://sender:guess@127.0.0.1:${String(smtp.port)}`)).rejects.toThrow(
      'wrong password',
    );
    expect(smtp.received).toHaveLength(1);
  });

  it('does not go to a server whose certificate is nobody’s', async () => {
    const smtp = await start({ authOptional: true });
    await expect(send(`smtp://127.0.0.1:${String(smtp.port)}`)).rejects.toThrow(/certificate/);
    expect(smtp.received).toEqual([]);
  });

  it('is tried again when the server refuses it for the moment, and arrives once', async () => {
    let refusals = 1;
    const smtp = await start({ authOptional: true, hideSTARTTLS: true }, () => {
      refusals -= 1;
      return refusals < 0 ? undefined : Object.assign(new Error('try again later'), { responseCode: 451 });
    });
    const taskList = jobsFor(`smtp://127.0.0.1:${String(smtp.port)}`);
    const logger = new QueueLogger(() => () => undefined);
    const work = () => runOnce({ pgPool: api.database.pool, taskList, noHandleSignals: true, logger });
    await api.knex.transaction((trx) => queueMail(trx, mail));
    await work();
    expect(smtp.received).toEqual([]);
    const jobs = await api.knex('graphile_worker.jobs').select<{ attempts: number; last_error: string }[]>();
    expect(jobs).toMatchObject([{ attempts: 1, last_error: expect.stringContaining('451') }]);

    await api.knex.raw('update graphile_worker._private_jobs set run_at = now()');
    await work();
    await work();
    expect(smtp.received).toHaveLength(1);
    expect(await api.knex('graphile_worker.jobs')).toEqual([]);
  });

  it('that is none is refused', async () => {
    await expect(jobsFor()['mail.send']({ to: 'ada@example.org' })).rejects.toThrow();
  });
});
