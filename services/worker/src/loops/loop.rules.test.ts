import { createLogger } from '@convomatic/kit/logger';
import { describe, expect, it } from '@jest/globals';
import { pauseAfter, startLoop } from './loop.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

describe('a loop', () => {
  it('keeps its pace, and goes on at once after a turn that took longer', () => {
    expect(pauseAfter(200, { failures: 0, tookMs: 50 })).toBe(150);
    expect(pauseAfter(200, { failures: 0, tookMs: 900 })).toBe(0);
  });

  it('waits longer after each failure, up to five seconds', () => {
    expect([1, 2, 3, 30].map((failures) => pauseAfter(200, { failures, tookMs: 0 }))).toEqual([
      400, 800, 1_600, 5_000,
    ]);
  });

  it('never runs beside itself, survives errors, and stops when its turn is over', async () => {
    let running = 0;
    let most = 0;
    let turns = 0;
    await new Promise<void>((resolve) => {
      const loop = startLoop({
        name: 'test',
        everyMs: 0,
        logger,
        run: async () => {
          running += 1;
          most = Math.max(most, running);
          turns += 1;
          await new Promise((done) => setImmediate(done));
          running -= 1;
          if (turns === 2) throw new Error('now and then');
          if (turns === 5) void loop.stop().then(resolve);
        },
      });
    });
    expect([most, turns, running]).toEqual([1, 5, 0]);
  });

  it('takes its next turn at once when it is woken, also in the middle of a turn', async () => {
    let turns = 0;
    await new Promise<void>((resolve) => {
      const loop = startLoop({
        name: 'test',
        everyMs: 3_600_000,
        logger,
        run: async () => {
          turns += 1;
          await new Promise((done) => setImmediate(done));
          if (turns === 1) loop.wake();
          if (turns === 2) setImmediate(loop.wake);
          if (turns === 3) void loop.stop().then(resolve);
        },
      });
    });
    expect(turns).toBe(3);
  });
});
