import { loginCookie } from '@convomatic/contracts';
import request from 'supertest';
import type { Response } from 'supertest';
import type { TestApi } from '../testing/api.ts';

type Mail = { to: string; subject: string; text: string };

/** What is on its way to an address, the oldest first. */
export const mailsTo = async (api: Pick<TestApi, 'knex'>, to: string): Promise<Mail[]> => {
  const { rows } = await api.knex.raw<{ rows: { payload: Mail }[] }>(
    `select payload from graphile_worker._private_jobs where payload->>'to' = ? order by id`,
    [to],
  );
  return rows.map((row) => row.payload);
};

/** The token of the newest mail's link. */
export const tokenSentTo = async (api: TestApi, to: string): Promise<string> =>
  /#token=([\w-]+)/.exec((await mailsTo(api, to)).at(-1)?.text ?? '')?.[1] ?? '';

export type Asked = { token: string; code: string; request_token: string; mail: Mail | undefined };

/** Asks for a link and reads the mail. */
export const askForLink = async (
  api: TestApi,
  email: string,
  { headers = {}, ...more }: { return_path?: string; headers?: Record<string, string> } = {},
): Promise<Asked> => {
  const answer = await request(api.app)
    .post('/api/login-links')
    .set(headers)
    .send({ email, ...more })
    .expect(202);
  const mail = (await mailsTo(api, email.toLowerCase())).at(-1);
  return {
    token: await tokenSentTo(api, email.toLowerCase()),
    code: /\b\d{6}\b/.exec(mail?.subject ?? '')?.[0] ?? '',
    request_token: (answer.body as { request_token: string }).request_token,
    mail,
  };
};

export const signIn = (api: TestApi, proof: object, headers: Record<string, string> = {}) =>
  request(api.app).post('/api/logins').set(headers).send(proof);

export const setCookieOf = (answer: Response): string => answer.get('set-cookie')?.[0] ?? '';

/** What a browser sends from one of our pages once it is signed in by this answer. */
export const headersOf = (api: TestApi, answer: Response): Record<string, string> => ({
  cookie: setCookieOf(answer).split(';', 1)[0] ?? '',
  origin: api.publicUrl,
});

export const cookieWith = (token: string): string => `${loginCookie}=${token}`;

/** Another six digits. */
export const otherCode = (code: string, step = 1): string =>
  String((Number(code) + step) % 1_000_000).padStart(6, '0');
