import { describe, expect, it } from '@jest/globals';
import { createLane } from './lane.ts';

describe('a lane', () => {
  it('takes together what comes at one moment, and what comes while a batch runs', async () => {
    const batches: number[][] = [];
    const lane = createLane(async (ids) => {
      batches.push(ids);
      if (batches.length === 1) {
        lane.push(4);
        lane.push(5);
      }
      await Promise.resolve();
    });
    for (const id of [1, 2, 3]) lane.push(id);
    await lane.idle();
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('starts again after it was idle', async () => {
    const batches: number[][] = [];
    const lane = createLane((ids) => {
      batches.push(ids);
      return Promise.resolve();
    });
    lane.push(1);
    await lane.idle();
    lane.push(2);
    await lane.idle();
    expect(batches).toEqual([[1], [2]]);
  });
});
