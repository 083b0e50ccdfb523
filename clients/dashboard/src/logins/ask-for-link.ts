import { call } from '../platform/api.ts';
import { askedAddress } from './kept-return.ts';

/** Where a mail or a provider leads back to: a secret behind the # stays in this browser, which keeps it. */
export const publicPath = (path: string): { return_path?: string } => {
  const [withoutSecret = '/'] = path.split('#');
  return withoutSecret === '/' ? {} : { return_path: withoutSecret };
};

/** Mails a link and a code; answers what goes with the code. */
export const askForLink = async (email: string, path: string): Promise<string> => {
  const { request_token } = await call('POST /api/login-links', { body: { email, ...publicPath(path) } });
  askedAddress.keep(email);
  return request_token;
};
