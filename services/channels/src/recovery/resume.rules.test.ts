import { describe, expect, it } from '@jest/globals';
import { resume } from './index.ts';

const entries = [3, 4, 5].map((seq) => ({ seq }));
const log = { epoch: 2, top: 5, first: 3, entries };
const node = { epoch: 2, seq: 5 };

describe('how a room goes on for a connection', () => {
  it.each([
    ['no position', null, ['live']],
    ['the last number', { epoch: 2, seq: 5 }, ['live']],
    ['a later number', { epoch: 2, seq: 9 }, ['live']],
    ['a number in the log', { epoch: 2, seq: 3 }, ['recovered', 4, 5]],
    ['the number before the log', { epoch: 2, seq: 2 }, ['recovered', 3, 4, 5]],
    ['an older number', { epoch: 2, seq: 1 }, ['reset']],
    ['another epoch', { epoch: 1, seq: 5 }, ['reset']],
  ] as const)('CH25 with %s', (_what, position, [status, ...events]) => {
    expect(resume(position, log, node)).toMatchObject({
      status,
      epoch: 2,
      seq: 5,
      events: events.map((seq) => ({ seq })),
    });
  });

  it('CH25 without a log a position is a reset, and none is live where the node stands', () => {
    expect(resume({ epoch: 2, seq: 5 }, null, node)).toMatchObject({ status: 'reset', reason: 'unknown' });
    expect(resume(null, null, node)).toMatchObject({ status: 'live', epoch: 2, seq: 5 });
  });

  it('CH25 a node that is ahead of the log says so; numbers of an epoch that is over count for nothing', () => {
    expect(resume(null, log, { epoch: 2, seq: 7 })).toMatchObject({ epoch: 2, seq: 7 });
    expect(resume(null, log, { epoch: 0, seq: 7 })).toMatchObject({ epoch: 2, seq: 7 });
    expect(resume(null, log, { epoch: 1, seq: 700 })).toMatchObject({ epoch: 2, seq: 5 });
  });
});
