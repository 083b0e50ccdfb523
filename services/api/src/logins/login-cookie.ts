import { loginCookie } from '@convomatic/contracts';
import type { CookieOptions, Request, Response } from 'express';

const readCookie = (header: string | undefined, name: string): string | undefined => {
  const start = `${name}=`;
  const found = header?.split(';').find((part) => part.trim().startsWith(start));
  return found?.trim().slice(start.length);
};

/** The cookie of a login. Under HTTPS the prefix makes browsers refuse one that another host or path has set. */
export const createLoginCookie = (publicUrl: string) => {
  const secure = new URL(publicUrl).protocol === 'https:';
  const name = secure ? `__Host-${loginCookie}` : loginCookie;
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure };
  return {
    read: (req: Request): string | undefined => readCookie(req.headers.cookie, name),
    set: (res: Response, token: string, maxAgeMs: number): void => {
      res.cookie(name, token, { ...options, maxAge: maxAgeMs });
    },
    clear: (res: Response): void => {
      res.clearCookie(name, options);
    },
  };
};

export type LoginCookie = ReturnType<typeof createLoginCookie>;
