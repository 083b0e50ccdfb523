import type { RequestHandler } from 'express';
import { AppError } from './errors.ts';

const longestUrl = 8 * 1024;

/** Node's own refusal of a request without a host has no body, so it is left to this. */
export const refuseUnaddressed: RequestHandler = (req, _res, next) => {
  if (req.url.length > longestUrl) throw new AppError('invalid_input', 'The address is longer than 8 KB.');
  if (req.headers.host === undefined && req.httpVersion === '1.1') {
    throw new AppError('invalid_input', 'The request names no host.');
  }
  next();
};
