import { describe, expect, it } from '@jest/globals';
import { Roster } from './roster.ts';

const key = 'presence:{project-5}';

describe('who is listed in a room', () => {
  it('CH38 who comes is listed at once, and once', () => {
    const roster = new Roster();
    expect([roster.add(2, key), roster.add(1, key), roster.add(2, key)]).toEqual([true, true, false]);
    expect(roster.userIds).toEqual([1, 2]);
  });

  it.each([
    ['a lease that ran out', 9_000],
    ['a lease that was ended', 0],
    ['no lease', null],
  ])('CH38 who has gone stays for a grace of five seconds: %s', (_what, sign) => {
    const roster = new Roster();
    roster.add(1, key);
    expect(roster.look(1, sign, 20_000)).toBe(false);
    expect(roster.look(1, sign, 24_999)).toBe(false);
    expect(roster.userIds).toEqual([1]);
    expect(roster.look(1, sign, 25_000)).toBe(true);
    expect(roster.userIds).toEqual([]);
  });

  it('CH38 who is back within the grace was never away', () => {
    const roster = new Roster();
    roster.add(1, key);
    roster.look(1, 0, 20_000);
    roster.look(1, 24_000, 24_500);
    expect(roster.look(1, 0, 26_000)).toBe(false);
    expect(roster.userIds).toEqual([1]);
  });

  it('CH38 a list has an end', () => {
    const roster = new Roster();
    for (let userId = 1; userId <= 1_100; userId += 1) roster.add(userId, key);
    expect(roster.userIds).toHaveLength(1_000);
  });
});
