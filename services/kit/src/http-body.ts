import express from 'express';
import type { Request, RequestHandler } from 'express';
import { AppError } from './errors.ts';
import { findUnstorable } from './text.ts';

const hasBody = (headers: NodeJS.Dict<string | string[]>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const mostBytes = 1024 * 1024;

/** By what the headers say, at once: the parser would first wait for all of it. */
const refuseLong: RequestHandler = (req, _res, next) => {
  if (Number(req.headers['content-length'] ?? 0) > mostBytes) {
    throw new AppError('too_large', 'The body is larger than 1 MB.');
  }
  next();
};

const requireJson: RequestHandler = (req, _res, next) => {
  if (hasBody(req.headers) && !req.is('application/json')) {
    throw new AppError('unsupported_media_type', 'Send the body as application/json.');
  }
  next();
};

const refuseUnstorable: RequestHandler = (req, _res, next) => {
  const fields = findUnstorable(req.body);
  if (fields) throw new AppError('invalid_input', 'The body contains what cannot be stored.', { fields });
  next();
};

/** Whether a route reads the body of this request by itself. */
export type IsRawBody = (req: Request) => boolean;

/** Parses JSON bodies up to 1 MB and refuses everything else: wrong types, wrong charsets, NUL, deep nesting. */
export const jsonBody = (isRaw: IsRawBody = () => false): RequestHandler[] =>
  [refuseLong, requireJson, express.json({ limit: mostBytes }), refuseUnstorable].map(
    (handle: RequestHandler): RequestHandler =>
      (req, res, next) =>
        isRaw(req) ? next() : handle(req, res, next),
  );
