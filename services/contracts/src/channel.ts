import type { Event } from './event.ts';
import type { ResetReason, RoomStatus } from './names/index.ts';
import type { Notice } from './notice.ts';

/** A foreign publisher's message has a room and records and nothing else. */
export type ForeignRecords = { room: string; records: Record<string, unknown[]> };

/** Room → position, as `epoch:seq` (see `formatPosition`). */
export type WirePositions = Record<string, string>;

/**
 * Where rooms stand for this connection: what follows `seq` is sent as it happens, and before it, for `recovered`,
 * all that follows the position which the client gave.
 */
export type PositionsMessage = {
  rooms: Record<string, { status: RoomStatus; epoch: number; seq: number }>;
  /** ISO 8601. */
  server_time: string;
};

/** Room → its last number. */
export type HeadsMessage = Record<string, number>;

export type ResetMessage = { room: string; reason: ResetReason; epoch: number; seq: number };

export type DrainingMessage = { reconnect_in_ms: number };

/** Everyone who is there, so that a message that was missed does no harm. */
export type PresenceMessage = { room: string; user_ids: number[] };

export type TypingMessage = { room: string; user_id: number };

export type ServerToClient = {
  records: (event: Event | ForeignRecords) => void;
  notice: (notice: Notice) => void;
  positions: (message: PositionsMessage) => void;
  heads: (message: HeadsMessage) => void;
  reset: (message: ResetMessage) => void;
  draining: (message: DrainingMessage) => void;
  presence: (message: PresenceMessage) => void;
  typing: (message: TypingMessage) => void;
};

/** Rooms that the connection is in after a refresh, and those which it joined by it. */
export type RefreshAnswer = { rooms: string[]; joined: string[] };

export type ClientToServer = {
  refresh: (request: { token: string }, answer: (result: RefreshAnswer) => void) => void;
  sync: (request: { positions: WirePositions }) => void;
  typing: (request: { room: string }) => void;
};

/** What a client of ours sends with its connection; `{}` as positions on the first one. */
export type ConnectAuth = { token: string; positions: WirePositions };
