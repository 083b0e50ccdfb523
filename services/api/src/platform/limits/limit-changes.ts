import type { Endpoint } from '@convomatic/contracts';
import type { RequestHandler } from 'express';
import { callerOf } from '../caller.ts';
import type { Limits } from './limits.ts';

/** Endpoints by which a signed-in person changes something. Those of participants count people, not requests. */
const isChange = ({ method, access }: Endpoint): boolean =>
  method !== 'GET' && (access === 'login' || access === 'admin');

/** After access: a script that runs wild in somebody's name is slowed down before it reaches the database. */
export const limitChanges =
  (limits: Limits) =>
  (endpoint: Endpoint): RequestHandler[] =>
    isChange(endpoint)
      ? [
          async (_req, res, next) => {
            await limits.take('change_per_user', callerOf(res).user_id);
            next();
          },
        ]
      : [];
