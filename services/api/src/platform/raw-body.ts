import { endpoints } from '@convomatic/contracts';
import type { Endpoint } from '@convomatic/contracts';
import type { Request } from 'express';

const raw = Object.values<Endpoint>(endpoints)
  .filter((endpoint) => endpoint.raw)
  .map(({ method, path }) => ({
    method,
    path: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}/?$`, 'i'),
  }));

/** Whether the body is a file, which its route reads by itself. */
export const isRawBody = (req: Request): boolean =>
  raw.some(({ method, path }) => method === req.method && path.test(req.path));
