import type { Language } from '@convomatic/contracts/names';
import type { Request, Response } from 'express';
import { findCaller, requestOf } from '../platform/caller.ts';
import type { CallerRequest } from '../platform/caller.ts';
import { languageOf } from '../platform/language.ts';

/** The browser in which somebody signs in. */
export type Browser = {
  userAgent: string | undefined;
  language: Language;
  request: CallerRequest;
  /** The login that it has so far. */
  login: { id: number; user_id: number } | null;
};

export const browserOf = (req: Request, res: Response): Browser => {
  const caller = findCaller(res);
  const id = caller?.login_id ?? null;
  return {
    userAgent: req.get('user-agent'),
    language: languageOf(req),
    request: requestOf(req),
    login: caller && id !== null ? { id, user_id: caller.user_id } : null,
  };
};
