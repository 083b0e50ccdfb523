/** Names of Socket.IO events. A client that knows the contract alone sees `records` and `notice` and nothing else. */
export const socketEvents = {
  records: 'records',
  notice: 'notice',
  /** client → server, with an acknowledgement: read `/current_users/{token}` again and join what is new. */
  refresh: 'refresh',
} as const;
