import type { ResetReason } from '@convomatic/contracts/names';
import { reachesBack } from './room-log.ts';
import type { Numbered, RoomLog } from './room-log.ts';

/** Where this node stands in a room that has local connections: what it has passed on to them. */
export interface NodeRoom<E extends Numbered> {
  /** 0 until a log has told it. */
  epoch: number;
  /** The last number that was passed on. */
  seq: number;
  /** False until the log was read for the first time: until then everything is held. */
  isKnown: boolean;
  /** Arrived and not passed on, because something before it is missing; in order, each number once. */
  held: E[];
}

/** `pass` it on, `drop` it as known, or read the log because something is missing before it. */
export type Verdict = 'pass' | 'drop' | 'fill';

/** More would be as much as a log holds, so the log cannot close the hole either. */
const heldMost = 256;

export const createNodeRoom = <E extends Numbered>(): NodeRoom<E> => ({
  epoch: 0,
  seq: 0,
  isKnown: false,
  held: [],
});

const hold = <E extends Numbered>(room: NodeRoom<E>, event: E): void => {
  const at = room.held.findIndex(({ seq }) => seq >= event.seq);
  if (at < 0) room.held.push(event);
  else if (room.held[at]?.seq !== event.seq) room.held.splice(at, 0, event);
  if (room.held.length > heldMost) room.held.shift();
};

/** CH26: an event has arrived from Redis. After `pass`, what `release` answers follows it. */
export const receive = <E extends Numbered>(room: NodeRoom<E>, event: E): Verdict => {
  if (room.isKnown && event.seq <= room.seq) return 'drop';
  if (room.isKnown && event.seq === room.seq + 1) {
    room.seq = event.seq;
    return 'pass';
  }
  hold(room, event);
  return 'fill';
};

/** What was held and can be passed on now, in order. */
export const release = <E extends Numbered>(room: NodeRoom<E>): E[] => {
  const released: E[] = [];
  let next = room.held[0];
  while (next && next.seq <= room.seq + 1) {
    room.held.shift();
    if (next.seq === room.seq + 1) {
      room.seq = next.seq;
      released.push(next);
    }
    next = room.held[0];
  }
  return released;
};

/** What to pass on after the log was read, and why the room's clients have to fetch its state, if they have to. */
export type Filled<E> = { pass: E[]; reset: ResetReason | null };

/**
 * A node begins at the log's end, but not behind what has arrived since it listens: connections that know the contract
 * alone recover nothing, so those events are theirs.
 */
const begin = <E extends Numbered>(room: NodeRoom<E>, log: RoomLog<E>): Filled<E> => {
  const arrived = room.held[0] ? room.held[0].seq - 1 : undefined;
  room.isKnown = true;
  room.epoch = log?.epoch ?? 0;
  room.seq = Math.min(log?.top ?? arrived ?? 0, arrived ?? Infinity);
  return { pass: release(room), reset: null };
};

/**
 * What is held stays out: the clients' next state contains it. The position does not follow it, for what the log does
 * not have may be nobody's event, or be published again.
 */
const giveUp = <E extends Numbered>(room: NodeRoom<E>, reset: ResetReason, seq = room.seq): Filled<E> => {
  room.seq = seq;
  room.held = [];
  return { pass: [], reset };
};

const startAgain = <E extends Numbered>(room: NodeRoom<E>, log: NonNullable<RoomLog<E>>): Filled<E> => {
  room.epoch = log.epoch;
  room.seq = log.top;
  room.held = [];
  return { pass: [], reset: 'epoch' };
};

const follow = <E extends Numbered>(room: NodeRoom<E>, log: NonNullable<RoomLog<E>>): Filled<E> => {
  room.epoch = log.epoch;
  if (log.top > room.seq && !reachesBack(log, room.seq)) return giveUp(room, 'too_old', log.top);
  const missed = log.entries.filter(({ seq }) => seq > room.seq);
  room.seq = Math.max(room.seq, log.top);
  return { pass: [...missed, ...release(room)], reset: null };
};

/**
 * CH26, CH27: the log was read from this room's position on. What it cannot fill is a reset. Only after the first
 * reading something may still be held: then it is read again.
 */
export const fill = <E extends Numbered>(room: NodeRoom<E>, log: RoomLog<E>): Filled<E> => {
  if (!room.isKnown) return begin(room, log);
  if (log && room.epoch !== 0 && log.epoch !== room.epoch) return startAgain(room, log);
  const filled: Filled<E> = log ? follow(room, log) : { pass: [], reset: null };
  return room.held.length === 0 ? filled : { ...giveUp(room, 'unknown'), pass: filled.pass };
};

/** CH27: whether the head in Redis says that this node has missed something. */
export const isBehind = (room: NodeRoom<Numbered>, head: { epoch: number; top: number } | null): boolean =>
  head !== null && room.isKnown && (head.top > room.seq || (room.epoch !== 0 && head.epoch !== room.epoch));

/** Whether the node has passed on more than the log knows, as after a failover of Redis that lost its last writes. */
export const isAhead = (room: NodeRoom<Numbered>, head: { epoch: number; top: number } | null): boolean =>
  head !== null && room.isKnown && head.epoch === room.epoch && head.top < room.seq;

/** What stays ahead was no event of ours: the log has the last word. */
export const stepBack = <E extends Numbered>(room: NodeRoom<E>, head: { top: number }): Filled<E> =>
  giveUp(room, 'unknown', head.top);
