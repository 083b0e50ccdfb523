import type { Event } from './event.ts';
import type { Notice } from './notice.ts';

/** A foreign publisher's message has a room and records and nothing else. */
export type ForeignRecords = { room: string; records: Record<string, unknown[]> };

export type ServerToClient = {
  records: (event: Event | ForeignRecords) => void;
  notice: (notice: Notice) => void;
};

/** Rooms that the connection is in after a refresh, and those which it joined by it. */
export type RefreshAnswer = { rooms: string[]; joined: string[] };

export type ClientToServer = {
  refresh: (request: { token: string }, answer: (result: RefreshAnswer) => void) => void;
};
