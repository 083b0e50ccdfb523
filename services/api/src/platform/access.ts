import type { Access } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Request, RequestHandler } from 'express';
import { requestOf, setCaller } from './caller.ts';
import type { Caller, Identify } from './caller.ts';
import { mayChange } from './same-origin.policy.ts';
import type { IsService } from './service-token.ts';

type Needs = { identify: Identify; isService: IsService; publicUrl: string };

type Rule = (caller: Caller) => boolean;

const rules: Record<Exclude<Access, 'public' | 'service'>, Rule> = {
  login: (caller) => caller.login_id !== null,
  participant: (caller) => caller.participant !== null,
  person: () => true,
  admin: (caller) => caller.login_id !== null && caller.platform_role === 'admin',
};

const requireOurPages = (req: Request, caller: Caller | null, publicUrl: string): void => {
  const asking = {
    method: req.method,
    origin: req.get('origin'),
    secFetchSite: req.get('sec-fetch-site'),
    host: req.get('host'),
    hasLogin: caller !== null && caller.login_id !== null,
    hasBearer: req.get('authorization') !== undefined,
  };
  if (mayChange(asking, publicUrl)) return;
  throw new AppError(
    'forbidden',
    'This request does not come from our own pages. Open the page here, and try again.',
  );
};

/** The first question of every request: who is it, and may such a caller use this endpoint at all. */
export const createAccess =
  ({ identify, isService, publicUrl }: Needs) =>
  (access: Access): RequestHandler =>
  async (req, res, next) => {
    if (access === 'service') {
      if (!isService(req))
        throw new AppError('unauthenticated', 'This is for our own services, with their token.');
      next();
      return;
    }
    const caller = await identify(req);
    requireOurPages(req, caller, publicUrl);
    if (caller) setCaller(res, { ...caller, request: requestOf(req) });
    if (access !== 'public') {
      if (!caller) throw new AppError('unauthenticated', 'Sign in first.');
      if (!rules[access](caller))
        throw new AppError(
          'forbidden',
          'You may not do this as who you are signed in. Sign in as somebody who may.',
        );
    }
    next();
  };
