/** What a room's log in Redis answers to "what follows this number"; null where Redis knows nothing of the room. */
export type RoomLog<E> = {
  epoch: number;
  /** The last number. */
  top: number;
  /** The oldest number that the log still has; `top + 1` when it has none. */
  first: number;
  /** From the number asked for (or the oldest that is left) to `top`, in order. */
  entries: E[];
} | null;

export type Numbered = { seq: number };

/** Whether the log has everything after this number. */
export const reachesBack = (log: { first: number }, seq: number): boolean => log.first <= seq + 1;
