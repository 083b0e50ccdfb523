import type { PlatformRole } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import { requestIdOf } from '@convomatic/kit/ids';
import type { Request, Response } from 'express';
import { isIP } from 'node:net';

/** Who asks: a signed-in person, or a participant with a token. Exactly one of the two ids is set. */
export type Caller = {
  user_id: number;
  name: string;
  platform_role: PlatformRole;
  login_id: number | null;
  participant: { id: number; token_id: number; project_id: number } | null;
  /** The request that asks, for the audit; null for what no request asked. */
  request: CallerRequest | null;
};

export type CallerRequest = { id: string; address: string | null };

/** What a request leaves in the audit. A trusted proxy may pass on anything as an address, and a local one has a zone. */
export const requestOf = (req: Request): CallerRequest => {
  const [address = ''] = (req.ip ?? '').split('%');
  return { id: requestIdOf(req), address: isIP(address) === 0 ? null : address };
};

/** Finds the caller by the request's cookie or bearer token; null when it has neither or they are not valid. */
export type Identify = (req: Request) => Promise<Caller | null>;

const key = 'caller';

export const setCaller = (res: Response, caller: Caller): void => {
  res.locals[key] = caller;
};

/** The caller of a public route, where there is one. */
export const findCaller = (res: Response): Caller | undefined => res.locals[key] as Caller | undefined;

/** The caller of a route whose access is not public. */
export const callerOf = (res: Response): Caller => {
  const caller = findCaller(res);
  if (!caller) throw new AppError('unauthenticated', 'Sign in first.');
  return caller;
};

/** The participant's id of a route for participants. */
export const participantOf = (res: Response): NonNullable<Caller['participant']> => {
  const { participant } = callerOf(res);
  if (!participant) throw new AppError('forbidden', 'This is for participants. Open the link of the study.');
  return participant;
};
