import type { ErrorCode } from '@convomatic/contracts/names';

/** HTTP status of each code; exhaustive, so a new code does not compile without one. */
export const statusOf: Record<ErrorCode, number> = {
  invalid_input: 400,
  unauthenticated: 401,
  token_invalid: 401,
  token_expired: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  illegal_transition: 409,
  stale_version: 409,
  name_taken: 409,
  email_taken: 409,
  last_owner: 409,
  wrong_address: 403,
  session_closed: 409,
  project_not_live: 409,
  run_full: 409,
  gone: 410,
  too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
};

/** Path of a field → what is wrong with it. */
export type ErrorFields = Record<string, string>;

interface AppErrorOptions {
  cause?: unknown;
  fields?: ErrorFields | undefined;
  /** Sent as Retry-After with 429 and 503. */
  retryAfterSeconds?: number;
}

/** An error that a caller may be told about: the message goes over the wire, the cause only to the log. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly fields: ErrorFields | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.fields = options.fields;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export const isAppError = (error: unknown): error is AppError => error instanceof AppError;

/** The one shape of an error on every wire. */
export interface ErrorBody {
  code: ErrorCode;
  message: string;
  request_id: string;
  fields?: ErrorFields;
}

/** What is unknown becomes `internal` with a neutral message. */
export function errorBody(error: unknown, requestId: string): ErrorBody {
  if (!isAppError(error))
    return { code: 'internal', message: 'Something went wrong on our side.', request_id: requestId };
  const { code, message, fields } = error;
  return { code, message, request_id: requestId, ...(fields && { fields }) };
}
