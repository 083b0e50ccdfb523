import type { RoomPositions } from '@convomatic/contracts';
import type { RoomStatus } from '@convomatic/contracts/names';

/** What the rules of numbering look at. */
export interface Numbered {
  room: string;
  seq: number;
}

export type Verdict = 'apply' | 'ignore' | 'hole';

/** What to do with an event: rooms that the state does not cover and numbers that it has passed are ignored. */
export function judge(rooms: RoomPositions, { room, seq }: Numbered): Verdict {
  const last = rooms[room];
  if (last === undefined || seq <= last) return 'ignore';
  return seq === last + 1 ? 'apply' : 'hole';
}

export interface Resumed<E> {
  /** In the order in which to apply them. */
  next: E[];
  /** Behind a hole that the state does not close. */
  rest: E[];
}

/** Sorts the events that arrived while a state was fetched into what follows it and what is still out of reach. */
export function resume<E extends Numbered>(rooms: RoomPositions, held: readonly E[]): Resumed<E> {
  const reached = { ...rooms };
  const resumed: Resumed<E> = { next: [], rest: [] };
  for (const event of held.toSorted((left, right) => left.seq - right.seq)) {
    const verdict = judge(reached, event);
    if (verdict === 'ignore') continue;
    if (verdict === 'apply') reached[event.room] = event.seq;
    resumed[verdict === 'apply' ? 'next' : 'rest'].push(event);
  }
  return resumed;
}

/** Where a view stands: the numbers of its state, and what arrived and cannot be applied yet. */
export interface Numbers<E extends Numbered> {
  rooms: RoomPositions;
  held: E[];
  /** A state is on its way, and everything waits for it. */
  isFetching: boolean;
}

const heldMost = 1_000;

const release = <E extends Numbered>(numbers: Numbers<E>): E[] => {
  const { next, rest } = resume(numbers.rooms, numbers.held);
  numbers.held = rest;
  for (const { room, seq } of next) numbers.rooms[room] = seq;
  return next;
};

/** An event has arrived: answers what to apply now, in order. What is held waits for what is missing before it. */
export const take = <E extends Numbered>(numbers: Numbers<E>, event: E): E[] => {
  if (!numbers.isFetching && judge(numbers.rooms, event) === 'ignore') return [];
  numbers.held.push(event);
  // Whatever is let go shows as a hole, which is asked for again.
  if (numbers.held.length > heldMost) numbers.held.shift();
  return numbers.isFetching ? [] : release(numbers);
};

/** A state has arrived: answers what follows it. */
export const begin = <E extends Numbered>(numbers: Numbers<E>, rooms: RoomPositions): E[] => {
  numbers.rooms = { ...rooms };
  numbers.isFetching = false;
  return release(numbers);
};

/** What was held of a room is contained in the next state, or counted by numbers that mean nothing any more. */
export const forget = <E extends Numbered>(numbers: Numbers<E>, room: string): void => {
  numbers.held = numbers.held.filter((event) => event.room !== room);
};

/** What the server has said of a room. */
export interface Standing {
  /** 0 until it is known. */
  epoch: number;
  /** The last number that was told or sent. */
  head: number;
}

interface Said {
  status: RoomStatus;
  epoch: number;
  seq: number;
}

/** `positions` and `reset` say where a room stands, and whether its views can go on from what they have. */
export const stand = (
  before: Standing | undefined,
  { status, epoch, seq }: Said,
): Standing & { isReset: boolean } => {
  const known = before?.epoch ?? 0;
  const isOther = known !== 0 && epoch !== 0 && epoch !== known;
  return { epoch: epoch === 0 ? known : epoch, head: seq, isReset: status === 'reset' || isOther };
};

/** How a view's number of a room compares with the last that the server has told or sent. */
export const gapOf = (seq: number, head: number): 'none' | 'behind' | 'ahead' => {
  if (seq === head) return 'none';
  return seq < head ? 'behind' : 'ahead';
};
