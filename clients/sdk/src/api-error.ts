import type { ErrorCode } from '@convomatic/contracts/names';

interface ApiErrorOptions {
  status?: number;
  fields?: Record<string, string>;
  requestId?: string | null;
  retryAfterMs?: number | null;
  cause?: unknown;
}

/** What the api answered instead of a result; `network` where there was no answer, with status 0. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode | 'network';
  readonly status: number;
  /** Path of a field → what is wrong with it. */
  readonly fields: Record<string, string>;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;

  constructor(code: ErrorCode | 'network', message: string, options: ApiErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = options.status ?? 0;
    this.fields = options.fields ?? {};
    this.requestId = options.requestId ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** Whether the same request may succeed a moment later: no answer, a busy or a broken server. */
export const isTemporary = (error: unknown): error is ApiError =>
  error instanceof ApiError &&
  (error.status === 0 || error.status === 408 || error.status === 429 || error.status >= 500);
