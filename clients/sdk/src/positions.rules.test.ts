import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { begin, forget, gapOf, judge, resume, stand, take } from './positions.ts';
import type { Numbered, Numbers } from './positions.ts';

const at = (seq: number, room = 'group-1') => ({ room, seq });

describe('positions', () => {
  it('CH19 applies the next number, ignores what is older and sees a hole', () => {
    const rooms = { 'group-1': 4 };
    expect(judge(rooms, at(5))).toBe('apply');
    expect(judge(rooms, at(4))).toBe('ignore');
    expect(judge(rooms, at(6))).toBe('hole');
  });

  it('CH19 ignores a room that the state does not cover', () => {
    expect(judge({ 'group-1': 4 }, at(5, 'group-2'))).toBe('ignore');
  });

  it('CH20 sorts held events into what follows the state and what is out of reach', () => {
    const { next, rest } = resume({ 'group-1': 4, 'group-2': 0 }, [
      at(9),
      at(6),
      at(1, 'group-2'),
      at(5),
      at(6),
      at(3),
    ]);
    expect(next).toEqual([at(1, 'group-2'), at(5), at(6)]);
    expect(rest).toEqual([at(9)]);
  });

  it('CH20 splits any held events without losing or doubling one that is newer than the state', () => {
    const seqs = fc.array(fc.integer({ min: 1, max: 20 }));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), seqs, (last, held) => {
        const { next, rest } = resume(
          { 'group-1': last },
          held.map((seq) => at(seq)),
        );
        const newer = [...new Set(held)].filter((seq) => seq > last).sort((left, right) => left - right);
        expect(next.map(({ seq }) => seq)).toEqual(next.map((_, index) => last + 1 + index));
        expect([...new Set([...next, ...rest].map(({ seq }) => seq))]).toEqual(newer);
      }),
    );
  });

  it('CH19 CH20 applies what is next, and holds what is not or comes before a state', () => {
    const numbers: Numbers<Numbered> = { rooms: { 'group-1': 4 }, held: [], isFetching: false };
    expect(take(numbers, at(7))).toEqual([]);
    expect(take(numbers, at(6))).toEqual([]);
    expect(take(numbers, at(5))).toEqual([at(5), at(6), at(7)]);
    numbers.isFetching = true;
    expect(take(numbers, at(9))).toEqual([]);
    expect(begin(numbers, { 'group-1': 8 })).toEqual([at(9)]);
    expect(numbers).toEqual({ rooms: { 'group-1': 9 }, held: [], isFetching: false });
  });

  it('CH41 forgets what it held of a room that begins again', () => {
    const numbers: Numbers<Numbered> = { rooms: {}, held: [at(5), at(6, 'group-2')], isFetching: true };
    forget(numbers, 'group-1');
    expect(numbers.held).toEqual([at(6, 'group-2')]);
  });

  it('CH41 goes on unless the server resets the room or counts in another epoch', () => {
    const said = { status: 'live' as const, epoch: 2, seq: 5 };
    expect(stand(undefined, said)).toEqual({ epoch: 2, head: 5, isReset: false });
    expect(stand({ epoch: 2, head: 9 }, said).isReset).toBe(false);
    expect(stand({ epoch: 1, head: 9 }, said).isReset).toBe(true);
    expect(stand({ epoch: 2, head: 9 }, { ...said, status: 'reset' }).isReset).toBe(true);
    // A node that has read no log yet knows no epoch.
    expect(stand({ epoch: 2, head: 9 }, { ...said, epoch: 0 })).toEqual({
      epoch: 2,
      head: 5,
      isReset: false,
    });
  });

  it('CH41 sees who is behind the server, and who is ahead of it', () => {
    expect([4, 5, 6].map((seq) => gapOf(seq, 5))).toEqual(['behind', 'none', 'ahead']);
  });
});
