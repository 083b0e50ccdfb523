/** What happened to one client, by the clock of the process that ran all of them (milliseconds). */
export type Moment = { at: number } & (
  | { what: 'status'; status: string }
  /** Came over the wire, whatever the library did with it. */
  | { what: 'heard'; room: string; seq: number; digest: string }
  /** What the protocol said of rooms, either way: for whoever reads the story. */
  | { what: 'told'; name: string; rooms: Record<string, unknown> }
  /** The rooms of a view's new state, with their numbers. */
  | { what: 'shown'; view: string; rooms: Record<string, number> }
  | { what: 'applied'; view: string; room: string; seq: number; id: number }
  /** The library gave a view up. */
  | { what: 'failed'; view: string; why: string }
  /** An event by a name that the contract does not have, to a client that knows the contract alone. */
  | { what: 'stray'; name: string }
);

/** A room that a client may hear, and when; until `graceMs` after the end something may still be on its way. */
export type Right = { room: string; from: number; until: number; graceMs: number };

export type History = {
  client: string;
  /** Follows rooms and recovers; the others only listen, and may miss things. */
  isFollowing: boolean;
  moments: Moment[];
  rights: Right[];
};

/** An event as Postgres has it; its place in the list is its number. */
export type Committed = { id: number; digest: string };

/** Where the rooms stood in Postgres at one moment. */
export type Sample = { at: number; heads: Record<string, number>; isRedisUp: boolean };

/** What a view showed when all was quiet, and what the api answered to somebody who asked then. */
export type Ending = { client: string; view: string; shown: string; fresh: string };

/** All that a run leaves to the checker. */
export type Evidence = {
  histories: History[];
  /** Read after the histories were closed, so that whatever is in them is here. */
  committed: ReadonlyMap<string, readonly Committed[]>;
  /** Where every room stood when all was quiet, before the histories were closed: what has to have arrived. */
  heads: Record<string, number>;
  samples: Sample[];
  endings: Ending[];
  /** Secrets that stood in a line that a service wrote. */
  leaks: { service: string; line: string }[];
  /** What did not come back to where it was. */
  leftovers: string[];
};

export type Rule =
  | 'in order'
  | 'once'
  | 'never back'
  | 'never given up'
  | 'every event'
  | 'no other event'
  | 'equal events'
  | 'equal state'
  | 'only by right'
  | 'contract alone'
  | 'not silent and behind'
  | 'no secret in a log'
  | 'nothing left over';

export type Violation = { rule: Rule; client: string; room: string; at: number; text: string };
