import type { RoomPositions } from '@convomatic/contracts';

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
