import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judge, resume } from './positions.ts';

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
});
