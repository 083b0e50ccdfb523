import type { ErrorRequestHandler, RequestHandler } from 'express';
import { z } from 'zod';
import { AppError, errorBody, isAppError, statusOf } from './errors.ts';
import type { ErrorFields } from './errors.ts';
import { requestIdOf } from './ids.ts';
import { codeOf, isOutage } from './outages.ts';

/** An answer that named everything would be several times as long as what was sent. */
const mostFields = 50;
const longestPath = 200;

/** Path of the field → problem, of the first few; fields that a strict schema does not know are named one by one. */
export function fieldsOf(error: z.core.$ZodError): ErrorFields {
  const pairs = error.issues.slice(0, mostFields).flatMap((issue): [string, string][] => {
    const path = z.core.toDotPath(issue.path);
    if (issue.code !== 'unrecognized_keys') return [[path || 'body', issue.message]];
    return issue.keys
      .slice(0, mostFields)
      .map((key) => [path ? `${path}.${key}` : key, 'is not a known field']);
  });
  return Object.fromEntries(
    pairs.slice(0, mostFields).map(([path, problem]) => [path.slice(0, longestPath), problem]),
  );
}

/** By the status that express and body-parser put on their errors. */
const translations: Record<number, () => AppError> = {
  400: () => new AppError('invalid_input', 'The request could not be read.'),
  404: () => new AppError('not_found', 'There is nothing here.'),
  413: () => new AppError('too_large', 'The body is larger than 1 MB.'),
  415: () => new AppError('unsupported_media_type', 'Send the body as application/json in UTF-8.'),
};

/** Text that PostgreSQL cannot store, from an input that no schema covered. */
const unstorableCodes = new Set(['22021', '22P05']);

function fromStatus(error: unknown): AppError | undefined {
  if (error instanceof URIError || unstorableCodes.has(codeOf(error) ?? '')) return translations[400]?.();
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? translations[error.status]?.() : undefined;
}

/** The one translator: whatever was thrown, as what a caller may be told. The original stays as the cause. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof z.core.$ZodError) {
    return new AppError('invalid_input', 'Some fields are not acceptable.', { fields: fieldsOf(error) });
  }
  if (isOutage(error)) {
    return new AppError('unavailable', 'Try again in a moment.', { cause: error, retryAfterSeconds: 1 });
  }
  return fromStatus(error) ?? new AppError('internal', 'Something went wrong on our side.', { cause: error });
}

export const notFound: RequestHandler = () => {
  throw new AppError('not_found', 'There is nothing here.');
};

/** Last in the chain: every error leaves in the one shape. */
export const sendError: ErrorRequestHandler = (error: unknown, req, res, next) => {
  const appError = toAppError(error);
  const status = statusOf[appError.code];
  if (status >= 500) req.log.error({ err: appError }, 'request failed');
  // A stream that broke in the middle cannot turn into an answer; express ends the connection.
  if (res.headersSent) {
    next(error);
    return;
  }
  if (appError.retryAfterSeconds !== undefined) res.set('retry-after', String(appError.retryAfterSeconds));
  res.status(status).json(errorBody(appError, requestIdOf(req)));
};
