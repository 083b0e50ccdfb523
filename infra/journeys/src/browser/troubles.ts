import { expect } from '@jest/globals';
import type { Person } from './person.ts';

/** A refusal that the story is about, such as `401 /api/boot`: the console tells of it, and nothing else may be there. */
export type Refusal = `${number} /${string}`;

const refusalOf = (trouble: string): string | null => {
  const [, status, address] = /status of (\d{3}).*\((\S+)\)$/.exec(trouble) ?? [];
  return status && address ? `${status} ${new URL(address).pathname}` : null;
};

const isMeant = (trouble: string, refusals: readonly Refusal[]): boolean => {
  const refusal = refusalOf(trouble);
  return refusal !== null && refusals.some((meant) => refusal.startsWith(meant));
};

/** Nobody's console complained, no policy of content was violated, and no other host was asked. */
export const expectNoTrouble = (people: readonly Person[], refusals: readonly Refusal[] = []): void => {
  for (const { name, troubles } of people) {
    const rest = troubles.filter((trouble) => !isMeant(trouble, refusals));
    expect({ name, troubles: rest }).toEqual({ name, troubles: [] });
  }
};
