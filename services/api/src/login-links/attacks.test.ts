import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { askForLink, otherCode, setCookieOf, signIn } from './sign-in.build.ts';
import type { Asked } from './sign-in.build.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const countLogins = async (email: string): Promise<number> =>
  (await api.knex('logins').join('users', 'users.id', 'user_id').where({ email })).length;

const guess = ({ request_token }: Asked, code: string) => signIn(api, { request_token, code });

describe('a link that a scanner opens', () => {
  it('is still good: only the POST of a click uses it up', async () => {
    const { token } = await askForLink(api, 'scanned@example.org');
    for (const path of ['/sign-in', `/sign-in?token=${token}`, '/api/logins', `/api/logins?token=${token}`]) {
      await request(api.app).get(path);
      await request(api.app).head(path);
      await request(api.app).options(path);
    }
    expect(await countLogins('scanned@example.org')).toBe(0);
    await signIn(api, { token }).expect(201);
  });
});

describe('a link that is used twice', () => {
  it('opens one login, also with twenty uses at the same moment', async () => {
    const { token } = await askForLink(api, 'once@example.org');
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(api, { token })));
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 401)]);
    expect(answers.filter((answer) => setCookieOf(answer) !== '')).toHaveLength(1);
    expect(await countLogins('once@example.org')).toBe(1);
    const late = await signIn(api, { token }).expect(401);
    expect(late.body).toMatchObject({ code: 'token_expired' });
  });

  it('is over as well once its code was used, and the code once the link was', async () => {
    const first = await askForLink(api, 'either@example.org');
    await guess(first, first.code).expect(201);
    await signIn(api, { token: first.token }).expect(401);
    const second = await askForLink(api, 'either@example.org');
    await signIn(api, { token: second.token }).expect(201);
    await guess(second, second.code).expect(401);
  });

  it('is refused after fifteen minutes, and so is its code', async () => {
    const asked = await askForLink(api, 'late@example.org');
    const expires_at = api.knex.raw(`expires_at - interval '15 minutes'`);
    await api.knex('login_links').where({ email: 'late@example.org' }).update({ expires_at });
    for (const answer of [await signIn(api, { token: asked.token }), await guess(asked, asked.code)]) {
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({ code: 'token_expired' });
    }
  });

  it('is refused when nobody was sent it, and no cookie is set', async () => {
    const answer = await signIn(api, { token: 'x'.repeat(43) }).expect(401);
    expect(answer.body).toMatchObject({ code: 'token_invalid' });
    expect(setCookieOf(answer)).toBe('');
  });
});

describe('a code that is guessed', () => {
  it('may be wrong four times, and says how many tries are left', async () => {
    const asked = await askForLink(api, 'typo@example.org');
    for (const left of ['4 tries are left.', '3 tries are left.', '2 tries are left.', 'One try is left.']) {
      const wrong = await guess(asked, otherCode(asked.code)).expect(401);
      expect(wrong.body).toMatchObject({ code: 'token_invalid', fields: { code: left } });
    }
    await guess(asked, asked.code).expect(201);
  });

  it('is over after the fifth wrong one, and so are the right code and the link', async () => {
    const asked = await askForLink(api, 'guessed@example.org');
    for (let step = 1; step <= 5; step += 1) await guess(asked, otherCode(asked.code, step)).expect(401);
    const right = await guess(asked, asked.code).expect(401);
    expect(right.body).toMatchObject({ code: 'token_expired' });
    await signIn(api, { token: asked.token }).expect(401);
    expect(await countLogins('guessed@example.org')).toBe(0);
  });

  it('has five tries in all, also when many come at the same moment', async () => {
    const asked = await askForLink(api, 'parallel@example.org');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, step) => guess(asked, otherCode(asked.code, step + 1))),
    );
    const codes = answers.map((answer) => (answer.body as { code: string }).code);
    expect(codes.filter((code) => code === 'token_invalid')).toHaveLength(5);
    expect(codes.filter((code) => code === 'token_expired')).toHaveLength(15);
    await guess(asked, asked.code).expect(401);
  });

  it('opens one login when the right one comes twenty times at once', async () => {
    const asked = await askForLink(api, 'right@example.org');
    const answers = await Promise.all(Array.from({ length: 20 }, () => guess(asked, asked.code)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(await countLogins('right@example.org')).toBe(1);
  });

  it('of another request is worth nothing, whoever asked for it', async () => {
    const victim = await askForLink(api, 'victim@example.org');
    const attacker = await askForLink(api, 'attacker@example.org');
    const again = await askForLink(api, 'victim@example.org');
    // One in a million times two requests have the same code.
    for (const other of [attacker, again].filter(({ code }) => code !== victim.code)) {
      await guess(other, victim.code).expect(401);
    }
    await guess(victim, victim.code).expect(201);
  });

  it('has fifty tries a day for one address, however many mails are asked for; the link stays good', async () => {
    let tries = 0;
    for (let mail = 0; mail < 11; mail += 1) {
      const asked = await askForLink(api, 'many@example.org');
      for (let step = 1; step <= 5; step += 1) {
        const wrong = await guess(asked, otherCode(asked.code, step)).expect(401);
        if ((wrong.body as { code: string }).code === 'token_invalid') tries += 1;
      }
    }
    expect(tries).toBe(50);
    const asked = await askForLink(api, 'many@example.org');
    await guess(asked, asked.code).expect(401);
    await signIn(api, { token: asked.token }).expect(201);
    const other = await askForLink(api, 'other@example.org');
    await guess(other, other.code).expect(201);
  });

  it('tells who did not ask for it nothing, not how many tries are left', async () => {
    await askForLink(api, 'quiet@example.org');
    const answer = await signIn(api, { request_token: 'x'.repeat(43), code: '123456' }).expect(401);
    expect(answer.body).toMatchObject({ code: 'token_invalid' });
    expect(answer.body).not.toHaveProperty('fields');
  });
});
