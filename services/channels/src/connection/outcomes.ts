import type { ConnectErrorCode } from '@convomatic/contracts/names';

/** What `connect_error` carries. */
export interface RefusalData {
  code: ConnectErrorCode;
  retry_after_ms?: number;
}

const messages: Record<ConnectErrorCode, string> = {
  token_invalid: 'This token is not valid.',
  token_expired: 'This token has expired: fetch a new one.',
  unavailable: 'Try again in a moment.',
  overloaded: 'There are too many connections: try again later.',
  draining: 'This server is going away: connect again.',
};

const retryAfterMs: Partial<Record<ConnectErrorCode, number>> = {
  unavailable: 1_000,
  overloaded: 5_000,
  draining: 200,
};

/** A connection that is refused; Socket.IO sends `message` and `data`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly data: RefusalData;

  constructor(code: ConnectErrorCode) {
    super(messages[code]);
    const waitMs = retryAfterMs[code];
    this.data = { code, ...(waitMs !== undefined && { retry_after_ms: waitMs }) };
  }
}
