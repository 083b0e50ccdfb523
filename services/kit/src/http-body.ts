import express from 'express';
import type { RequestHandler } from 'express';
import { AppError } from './errors.ts';
import { findUnstorable } from './text.ts';

const hasBody = (headers: NodeJS.Dict<string | string[]>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

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

/** Parses JSON bodies up to 1 MB and refuses everything else: wrong types, wrong charsets, NUL, deep nesting. */
export const jsonBody = (): RequestHandler[] => [
  requireJson,
  express.json({ limit: '1mb' }),
  refuseUnstorable,
];
