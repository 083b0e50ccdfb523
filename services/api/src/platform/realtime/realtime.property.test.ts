import { eventLogKeys } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createScene, oneTo } from './realtime.build.ts';
import type { RealtimeScene } from './realtime.build.ts';
import type { Realtime } from './realtime.ts';

let scene: RealtimeScene;
let processes: [Realtime, Realtime];
beforeAll(async () => {
  scene = await createScene();
  processes = [await scene.addProcess(), await scene.addProcess()];
});
afterAll(() => scene.close());

const room = fc.constantFrom('group-1', 'group-2');
const by = fc.constantFrom(0, 1);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say' as const), room, by }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('say and die' as const), room }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sweep' as const), by }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('audit' as const), by }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('flush' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose a log' as const), room }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const take = async (one: Step): Promise<void> => {
  const chosen = 'by' in one ? processes[one.by === 0 ? 0 : 1] : processes[0];
  switch (one.do) {
    case 'say':
      return scene.say(one.room, chosen);
    case 'say and die':
      return scene.say(one.room);
    case 'sweep':
      await chosen.sweep();
      return;
    case 'audit':
      await chosen.audit();
      return;
    case 'flush':
      await scene.redis.flushall();
      return;
    case 'lose a log':
      await scene.redis.del(eventLogKeys(one.room).log);
      return;
    case 'restore':
      await scene.knex('realtime').increment('timeline_id', 1);
  }
};

describe('whatever happens to processes and Redis', () => {
  it('after a sweep and an audit every log ends where Postgres does, and holds its events or none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
        await scene.knex.raw('truncate events; truncate rooms');
        await scene.redis.flushall();
        for (const one of steps) await take(one);
        await scene.age();
        await until(async () => {
          await processes[0].sweep();
          return (await scene.unpublished()) === 0;
        });
        await processes[1].audit();
        const [{ epoch } = { epoch: 0 }] = await scene.knex('realtime').select<{ epoch: number }[]>('epoch');
        const rooms = await scene.knex('rooms').select<{ name: string; seq: number }[]>('name', 'seq');
        for (const { name, seq } of rooms) {
          expect(await scene.log.head(name)).toEqual({ epoch, top: seq });
          const logged = await scene.logged(name);
          expect(logged).toEqual(oneTo(seq).slice(seq - logged.length));
        }
      }),
      { numRuns: 25 },
    );
  });
});
