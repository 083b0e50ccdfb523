import { afterEach, describe, expect, it } from '@jest/globals';
import type { Event } from '@convomatic/contracts';
import fc from 'fast-check';
import { createScene, numbered, rooms } from './recovery.build.ts';
import type { Room, Scene } from './recovery.build.ts';

let scene: Scene;
afterEach(() => {
  scene.break();
});

const started = async (): Promise<Scene> => {
  scene = createScene();
  scene.open(rooms);
  await scene.answer();
  scene.connect();
  return scene;
};

const plainSteps = [
  ...(['answer', 'refuse', 'reload', 'open', 'close'] as const),
  ...(['break', 'connect', 'heads', 'restore', 'ignoreSync', 'answerSync'] as const),
] as const;

type Step =
  | { do: 'commit'; room: Room; arrives: 'now' | 'twice' | 'later' | 'never' }
  | { do: 'arrive'; pick: number }
  | { do: 'pass'; ms: number }
  | { do: 'reset'; room: Room }
  | { do: (typeof plainSteps)[number] };

const anyRoom = fc.constantFrom(...rooms);
const arrivals = fc.constantFrom(
  'now' as const,
  'now' as const,
  'twice' as const,
  'later' as const,
  'never' as const,
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('commit' as const), room: anyRoom, arrives: arrivals }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('arrive' as const), pick: fc.nat(50) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat(12_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset' as const), room: anyRoom }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom(...plainSteps) }) },
);

type Commit = Extract<Step, { do: 'commit' }>;

/** Events of before a restore come no more: what is on the way ends with the connection. */
const commit = (late: Event[], { room, arrives }: Commit): void => {
  const event = scene.commit(room);
  if (arrives === 'later') late.push(event);
  if (arrives === 'now' || arrives === 'twice') scene.receive(event);
  if (arrives === 'twice') scene.receive(event);
};

const plain: Record<(typeof plainSteps)[number], (late: Event[]) => Promise<void> | void> = {
  answer: () => scene.answer(),
  refuse: () => scene.refuse(),
  reload: () => void scene.screens[0]?.follower.reload(),
  open: () => {
    if (scene.screens.length < 3) scene.open(['group-1']);
  },
  close: () => {
    if (scene.screens.length > 1) scene.screens.pop()?.follower.close();
  },
  break: (late) => {
    late.length = 0;
    scene.break();
  },
  connect: () => {
    scene.connect();
  },
  heads: () => {
    scene.heads();
  },
  restore: (late) => {
    late.length = 0;
    scene.restore();
  },
  ignoreSync: () => void scene.syncs.shift(),
  answerSync: () => {
    scene.answerSync();
  },
};

const take = async (late: Event[], step: Step): Promise<void> => {
  switch (step.do) {
    case 'commit':
      commit(late, step);
      return;
    case 'arrive': {
      const event = late[step.pick % late.length];
      if (event) scene.receive(event);
      return;
    }
    case 'pass':
      scene.pass(step.ms);
      return;
    case 'reset':
      scene.reset(step.room);
      return;
    default:
      await plain[step.do](late);
  }
};

describe('the recovery of a page', () => {
  it('CH19 CH20 CH41 ends with a fresh state, each event once and in order, under any loss, doubling, reordering, break and restore', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 60 }), async (steps) => {
        await started();
        const late: Event[] = [];
        for (const step of steps) await take(late, step);
        await scene.recover();
        for (const { shown, faults, failures } of scene.screens) {
          expect({ faults, failures }).toEqual({ faults: [], failures: [] });
          expect(scene.store.ids).toMatchObject(shown);
        }
        expect(scene.isBehind()).toBe(false);
        scene.break();
      }),
      { numRuns: 200 },
    );
  });

  it('CH41 asks at once for what is missing before an event, at most once a second', async () => {
    await started();
    for (let count = 0; count < 3; count += 1) scene.commit('group-1');
    scene.receive(numbered('group-1', 2));
    expect(scene.syncs).toEqual([{ 'group-1': '1:0' }]);
    scene.receive(numbered('group-1', 3));
    scene.pass(500);
    expect(scene.syncs).toHaveLength(1);
    expect(scene.isBehind()).toBe(true);
    scene.answerSync();
    expect(scene.screens[0]?.shown['group-1']).toHaveLength(3);
    expect(scene.isBehind()).toBe(false);
    expect(scene.screens[0]?.waiting).toHaveLength(0);
  });

  it('CH28 CH41 waits a second for what the server has told of, and asks for it then', async () => {
    await started();
    scene.commit('group-1');
    scene.heads();
    expect(scene.isBehind()).toBe(true);
    scene.pass(900);
    expect(scene.syncs).toEqual([]);
    scene.pass(200);
    expect(scene.syncs).toEqual([{ 'group-1': '1:0' }]);
  });

  it('CH41 fetches the state after three questions without an answer', async () => {
    await started();
    scene.commit('group-1');
    scene.heads();
    for (let seconds = 0; seconds < 12; seconds += 1) scene.pass(1_000);
    expect(scene.syncs).toHaveLength(3);
    expect(scene.screens[0]?.waiting).toHaveLength(1);
    await scene.answer();
    expect(scene.isBehind()).toBe(false);
  });

  it('CH41 asks from the lowest number that any view has', async () => {
    await started();
    scene.receive(scene.commit('group-1'));
    scene.store.ids['group-1'].pop();
    scene.open(['group-1']);
    await scene.answer();
    expect(scene.recovery.positions()).toEqual({ 'group-1': '1:0', 'user-1': '1:0' });
  });

  it('CH41 fetches the state when it is above what the server knows for ten seconds', async () => {
    await started();
    for (let count = 0; count < 3; count += 1) scene.receive(scene.commit('group-1'));
    scene.store.ids['group-1'].splice(1);
    scene.heads();
    scene.pass(9_000);
    expect(scene.screens[0]?.waiting).toHaveLength(0);
    expect(scene.isBehind()).toBe(false);
    scene.pass(1_000);
    await scene.answerAll();
    expect(scene.screens[0]?.shown['group-1']).toHaveLength(1);
  });

  it('CH41 fetches the state on a reset, and drops what it held of that room', async () => {
    await started();
    scene.commit('group-1');
    scene.receive(scene.commit('group-1'));
    scene.reset('group-1');
    expect(scene.screens[0]?.waiting).toHaveLength(1);
    scene.receive(scene.commit('group-1'));
    await scene.answer();
    expect(scene.screens[0]).toMatchObject({ shown: scene.store.ids, faults: [] });
  });
});
