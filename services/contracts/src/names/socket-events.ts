/**
 * Names of Socket.IO events. A client that knows the contract alone sees `records` and `notice`; the others go to and
 * come from clients that sent `auth.positions`, but for `refresh`, which every client may send.
 */
export const socketEvents = {
  records: 'records',
  notice: 'notice',
  /** client → server, with an acknowledgement: read `/current_users/{token}` again and join what is new. */
  refresh: 'refresh',
  /** server → client: where each room stands; what was missed follows. */
  positions: 'positions',
  /** server → client: the last number of rooms that changed. */
  heads: 'heads',
  /** server → client: this room cannot be continued, fetch its state. */
  reset: 'reset',
  /** client → server: send these rooms again from these positions. */
  sync: 'sync',
  /** server → client: this node ends; come back to another one after the time it says. */
  draining: 'draining',
  /** server → client: who is in a group now. */
  presence: 'presence',
  /** both ways: somebody types in a group. */
  typing: 'typing',
} as const;
