import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatClock, formatGap, parseClock } from './duration.ts';

describe('clocks', () => {
  it.each([
    [0, '0:00'],
    [90_000, '1:30'],
    [90_999, '1:30'],
    [720_000, '12:00'],
    [3_750_000, '1:02:30'],
    [-5, '0:00'],
  ])('shows %d ms as %s', (ms, text) => {
    expect(formatClock(ms)).toBe(text);
  });

  it('reads back every clock that it shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400 }), (seconds) => {
        expect(parseClock(formatClock(seconds * 1_000))).toBe(seconds * 1_000);
      }),
    );
  });

  it('reads a number alone as minutes', () => {
    expect(parseClock(' 2 ')).toBe(120_000);
  });

  it.each(['', 'a', '1:75', '1:', ':30', '1:2:3:4', '-1:00', '1.5'])('refuses %p', (typed) => {
    expect(parseClock(typed)).toBeNull();
  });
});

describe('gaps', () => {
  it.each([
    [90_000, '1 min 30 s'],
    [180_000, '3 min'],
    [3_600_000, '1 h'],
    [0, '0 s'],
    [-30_000, '30 s'],
  ])('says %d ms as %s', (ms, text) => {
    expect(formatGap(ms)).toBe(text);
  });
});
