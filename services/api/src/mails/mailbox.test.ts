import { createLogger } from '@convomatic/kit/logger';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { createMailJobs } from './mails.jobs.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ variables: { NODE_ENV: 'test' } });
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.knex('caught_mails').del();
});

const send = (mail: { to: string; subject: string; text: string }) =>
  createMailJobs({
    config: { MAIL_FROM: 'Convomatic <no-reply@example.org>' },
    knex: api.knex,
    logger: createLogger({ service: 'worker', level: 'silent' }),
  })['mail.send'](mail);

const open = (query = '') => request(api.app).get(`/dev/mail${query}`).expect(200);

describe('the page of mails that were caught', () => {
  it('shows them, the newest first, with links to click, and loads itself again', async () => {
    await send({ to: 'ada@example.org', subject: 'First', text: 'Hello' });
    await send({
      to: 'bo@example.org',
      subject: 'Second',
      text: 'Open\n\nhttp://localhost:8080/sign-in#token=a&return=%2F\n\nSoon',
    });
    const { text, headers } = await open();
    expect(text.indexOf('Second')).toBeLessThan(text.indexOf('First'));
    expect(text).toContain('<a href="http://localhost:8080/sign-in#token=a&amp;return=%2F">');
    expect(headers.refresh).toBe('5');
    expect((await request(api.app).get('/dev/mail.css').expect(200)).type).toBe('text/css');
  });

  it('runs nothing that stands in a mail', async () => {
    await send({ to: '"<b>"@example.org', subject: '<script>1</script>', text: '<img src=x> http://a"><b>' });
    const { text, headers } = await open();
    expect(text).not.toMatch(/<script|<img|<b>/);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self';/);
    expect(text).not.toContain('style=');
  });

  it('shows those to one address, and gives them to tests as JSON', async () => {
    await send({ to: 'ada@example.org', subject: 'For Ada', text: 'Hello' });
    await send({ to: 'bo@example.org', subject: 'For Bo', text: 'Hello' });
    expect((await open('?to=Ada@example.org')).text).not.toContain('For Bo');
    const answer = await open('?to=bo@example.org&format=json');
    expect(answer.body).toMatchObject({
      mails: [{ recipient: 'bo@example.org', subject: 'For Bo', body: 'Hello' }],
    });
    expect((await open('?to[a]=b')).text).toContain('For Ada');
  });

  it('says so when there is none', async () => {
    expect((await open()).text).toContain('No mail yet');
  });

  it('keeps the newest two hundred', async () => {
    for (let number = 1; number <= 203; number += 1) {
      await send({ to: 'a@example.org', subject: `Mail ${String(number)}.`, text: 'Hello' });
    }
    const answer = await open('?format=json');
    const { mails } = answer.body as { mails: { subject: string }[] };
    expect([mails.length, mails[0]?.subject, mails.at(-1)?.subject]).toEqual([200, 'Mail 203.', 'Mail 4.']);
  });

  it.each([
    ['in production', { NODE_ENV: 'production' }],
    ['where nothing says that this is no production', {}],
    ['where a mail server is set', { NODE_ENV: 'test', SMTP_URL: 'smtp://localhost:25' }],
  ])('is not there %s', async (_where, variables) => {
    const closed = await startApi({ variables });
    try {
      await request(closed.app).get('/dev/mail').expect(404);
      await request(closed.app).get('/dev/mail.css').expect(404);
    } finally {
      await closed.close();
    }
  });
});
