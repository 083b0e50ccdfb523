import { leaseMs } from '@convomatic/contracts/names';

/** How long somebody who is gone stays listed: a page that is loaded anew is back sooner. */
export const graceMs = 5_000;

/** More would be no list that anybody reads; it bounds what a room may cost. */
const mostPeople = 1_000;

interface Person {
  leaseKey: string;
  goneSince: number | null;
}

/** Who is in one room, as its leases say. Pure: it is told the time. */
export class Roster {
  readonly #people = new Map<number, Person>();

  /** True when the list has changed. */
  add(userId: number, leaseKey: string): boolean {
    const isNew = !this.#people.has(userId);
    if (isNew && this.#people.size >= mostPeople) return false;
    this.#people.set(userId, { leaseKey, goneSince: null });
    return isNew;
  }

  /** Is no member any more. */
  remove(userId: number): boolean {
    return this.#people.delete(userId);
  }

  /** What the person's lease says: the time of the last sign of life, null where there is none. */
  look(userId: number, signOfLife: number | null, now: number): boolean {
    const person = this.#people.get(userId);
    if (!person) return false;
    if (signOfLife !== null && now - signOfLife < leaseMs) {
      person.goneSince = null;
      return false;
    }
    person.goneSince ??= now;
    return now - person.goneSince >= graceMs && this.#people.delete(userId);
  }

  leases(): { userId: number; leaseKey: string }[] {
    return [...this.#people].map(([userId, { leaseKey }]) => ({ userId, leaseKey }));
  }

  get userIds(): number[] {
    return [...this.#people.keys()].sort((a, b) => a - b);
  }
}
