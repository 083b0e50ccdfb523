import { describe, expect, it } from '@jest/globals';
import { createNodeRoom, fill, isAhead, isBehind, receive, release, stepBack } from './index.ts';
import type { Numbered, RoomLog } from './index.ts';

const roomAt = (seq: number, epoch = 1) => ({ ...createNodeRoom<Numbered>(), epoch, seq, isKnown: true });

const logOf = (top: number, first = 1, epoch = 1): RoomLog<Numbered> => ({
  epoch,
  top,
  first,
  entries: Array.from({ length: top - first + 1 }, (_, at) => ({ seq: first + at })),
});

const seqs = (events: Numbered[]): number[] => events.map(({ seq }) => seq);

describe('where a node stands in a room', () => {
  it('CH26 passes on what follows, drops what it has, and reads the log for what is missing before', () => {
    const room = roomAt(5);
    expect([6, 6, 2, 8].map((seq) => receive(room, { seq }))).toEqual(['pass', 'drop', 'drop', 'fill']);
    expect(receive(room, { seq: 7 })).toBe('pass');
    expect(seqs(release(room))).toEqual([8]);
    expect(room.seq).toBe(8);
  });

  it('CH26 fills a hole from the log, and passes on what waited behind it once', () => {
    const room = roomAt(5);
    for (const seq of [9, 8, 9, 10]) receive(room, { seq });
    const { pass, reset } = fill(room, logOf(9, 2));
    expect([seqs(pass), reset, room.seq]).toEqual([[6, 7, 8, 9, 10], null, 10]);
  });

  it.each([
    ['too_old', logOf(300, 45), 300],
    ['epoch', logOf(3, 1, 2), 3],
    ['unknown', null, 5],
    ['unknown', logOf(5), 5],
  ] as const)('CH26 what the log cannot fill is a reset: %s (%#)', (reason, log, seq) => {
    const room = roomAt(5);
    receive(room, { seq: 9 });
    expect(fill(room, log)).toEqual({ pass: [], reset: reason });
    expect([room.seq, room.held]).toEqual([seq, []]);
  });

  it('CH24 begins at the end of the log, but not behind what has come since it listens', () => {
    const room = createNodeRoom<Numbered>();
    expect([receive(room, { seq: 9 }), receive(room, { seq: 10 })]).toEqual(['fill', 'fill']);
    expect(seqs(fill(room, logOf(10, 11)).pass)).toEqual([9, 10]);
    expect(room).toMatchObject({ isKnown: true, epoch: 1, seq: 10 });
  });

  it('CH27 is behind a higher head and another epoch, and ahead of a lower one, which has the last word', () => {
    const room = roomAt(5);
    expect([6, 5, 4].map((top) => isBehind(room, { epoch: 1, top }))).toEqual([true, false, false]);
    expect([6, 5, 4].map((top) => isAhead(room, { epoch: 1, top }))).toEqual([false, false, true]);
    expect([isBehind(room, { epoch: 2, top: 1 }), isBehind(room, null), isAhead(room, null)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(stepBack(room, { top: 4 })).toEqual({ pass: [], reset: 'unknown' });
    expect(room.seq).toBe(4);
  });
});
