import { createTokenCookie } from '../logins/index.ts';
import type { TokenCookie } from '../logins/index.ts';
import { requestLifetimeMs } from './start-request.ts';

/** Binds the sign-ins that are on their way to the browser that began them. */
export const createRequestCookie = (publicUrl: string): TokenCookie =>
  createTokenCookie(publicUrl, { plainName: 'convomatic_openid', maxAge: requestLifetimeMs });
