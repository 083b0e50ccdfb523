import { createLogger } from '@convomatic/kit/logger';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { createMailJobs } from './mails.jobs.ts';

const mail = { to: 'ada@example.org', subject: 'Hello', text: 'Open http://localhost/#token=x' };
const from = 'Convomatic <no-reply@example.org>';

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** As much of a mail server as one mail needs. */
const startSmtp = async (received: string[]): Promise<string> => {
  server = createServer((socket) => {
    let isBody = false;
    socket.setEncoding('utf8').write('220 ready\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (text: string) => {
      received.push(text);
      if (isBody) {
        isBody = !text.endsWith('\r\n.\r\n');
        if (!isBody) socket.write('250 taken\r\n');
        return;
      }
      isBody = text.startsWith('DATA');
      socket.write(isBody ? '354 go on\r\n' : '250 fine\r\n');
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `smtp://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
};

describe('a mail', () => {
  it('is written to the log where there is no server', async () => {
    const lines: string[] = [];
    const logger = createLogger({ service: 'worker', destination: { write: (line) => lines.push(line) } });
    const jobs = createMailJobs({ config: { MAIL_FROM: from }, logger });
    await jobs['mail.send'](mail);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'mail', mail });
  });

  it('goes out by the server that is set', async () => {
    const received: string[] = [];
    const config = { SMTP_URL: await startSmtp(received), MAIL_FROM: from };
    await createMailJobs({ config, logger: createLogger({ service: 'worker', level: 'silent' }) })[
      'mail.send'
    ](mail);
    const dialogue = received.join('');
    expect(dialogue).toContain('RCPT TO:<ada@example.org>');
    expect(dialogue).toContain('From: Convomatic <no-reply@example.org>');
    expect(dialogue).toContain('Subject: Hello');
  });

  it('that is none is refused', async () => {
    const jobs = createMailJobs({
      config: { MAIL_FROM: from },
      logger: createLogger({ service: 'worker', level: 'silent' }),
    });
    await expect(jobs['mail.send']({ to: 'ada@example.org' })).rejects.toThrow();
  });
});
