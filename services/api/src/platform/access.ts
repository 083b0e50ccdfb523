import type { Access } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { RequestHandler } from 'express';
import { setCaller } from './caller.ts';
import type { Caller, Identify } from './caller.ts';
import type { IsService } from './service-token.ts';

type Rule = (caller: Caller) => boolean;

const rules: Record<Exclude<Access, 'public' | 'service'>, Rule> = {
  login: (caller) => caller.login_id !== null,
  participant: (caller) => caller.participant !== null,
  person: () => true,
  admin: (caller) => caller.login_id !== null && caller.platform_role === 'admin',
};

/** The first question of every request: who is it, and may such a caller use this endpoint at all. */
export const createAccess =
  ({ identify, isService }: { identify: Identify; isService: IsService }) =>
  (access: Access): RequestHandler =>
  async (req, res, next) => {
    if (access === 'service') {
      if (!isService(req)) throw new AppError('unauthenticated', 'This is for our own services.');
      next();
      return;
    }
    const caller = await identify(req);
    if (caller) setCaller(res, caller);
    if (access !== 'public') {
      if (!caller) throw new AppError('unauthenticated', 'Sign in first.');
      if (!rules[access](caller)) throw new AppError('forbidden', 'You may not do this.');
    }
    next();
  };
