import { isSameSecret } from '@convomatic/kit/tokens';
import type { Request } from 'express';

/** Whether a request comes from another service of ours. */
export type IsService = (req: Request) => boolean;

export const createIsService =
  (serviceToken: string): IsService =>
  (req) =>
    isSameSecret(req.get('authorization') ?? '', `Bearer ${serviceToken}`);
