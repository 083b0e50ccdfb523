/** Every code that an error on any wire may carry. Clients branch on these, so a code is never renamed. */
export const errorCodes = [
  'invalid_input',
  'unauthenticated',
  'token_invalid',
  'token_expired',
  'forbidden',
  'not_found',
  'conflict',
  'stale_version',
  'illegal_transition',
  'name_taken',
  'email_taken',
  'last_owner',
  'wrong_address',
  'session_closed',
  'project_not_live',
  'run_full',
  'gone',
  'too_large',
  'unsupported_media_type',
  'unprocessable',
  'rate_limited',
  'internal',
  'unavailable',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Why the channel server refuses a connection (`connect_error.data.code`); the first is final, the others say retry. */
export const connectErrorCodes = [
  'token_invalid',
  'token_expired',
  'unavailable',
  'overloaded',
  'draining',
] as const;

export type ConnectErrorCode = (typeof connectErrorCodes)[number];
