/** Where somebody stands in a room: numbers of another epoch mean nothing (a restored database counts anew). */
export type Position = { epoch: number; seq: number };

/** How a room goes on for a connection. */
export type RoomStatus = 'live' | 'recovered' | 'reset';

/** Why a room cannot be continued: too much was missed, the database was restored, or the cache was lost. */
export type ResetReason = 'too_old' | 'epoch' | 'unknown';

const grammar = /^([1-9][0-9]{0,8}):(0|[1-9][0-9]{0,14})$/;

/** `epoch:seq`, as positions travel. */
export const formatPosition = ({ epoch, seq }: Position): string => `${String(epoch)}:${String(seq)}`;

/** Undefined for whatever is no position. */
export const parsePosition = (text: unknown): Position | undefined => {
  const [, epoch, seq] = typeof text === 'string' ? (grammar.exec(text) ?? []) : [];
  return seq === undefined ? undefined : { epoch: Number(epoch), seq: Number(seq) };
};
