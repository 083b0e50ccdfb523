import { loginCookie } from '@convomatic/contracts';
import type { CookieOptions, Request, Response } from 'express';
import { loginLifetimeMs } from './open-login.ts';

const readCookie = (header: string | undefined, name: string): string | undefined => {
  const start = `${name}=`;
  const found = header?.split(';').find((part) => part.trim().startsWith(start));
  return found?.trim().slice(start.length);
};

type Kind = { plainName: string; maxAge: number };

/** A cookie that holds a secret. Under HTTPS the prefix makes browsers refuse one that another host or path has set. */
export const createTokenCookie = (publicUrl: string, { plainName, maxAge }: Kind) => {
  const secure = new URL(publicUrl).protocol === 'https:';
  const name = secure ? `__Host-${plainName}` : plainName;
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure };
  return {
    read: (req: Request): string | undefined => readCookie(req.headers.cookie, name),
    set: (res: Response, token: string): void => {
      res.cookie(name, token, { ...options, maxAge });
    },
    clear: (res: Response): void => {
      res.clearCookie(name, options);
    },
  };
};

export type TokenCookie = ReturnType<typeof createTokenCookie>;

export type LoginCookie = TokenCookie;

export const createLoginCookie = (publicUrl: string): LoginCookie =>
  createTokenCookie(publicUrl, { plainName: loginCookie, maxAge: loginLifetimeMs });
