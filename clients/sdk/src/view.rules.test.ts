import type { Event } from '@convomatic/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ApiError } from './api-error.ts';
import { Follower } from './view.ts';

const rooms = ['group-1', 'user-1'] as const;
type Room = (typeof rooms)[number];

const numbered = (room: string, seq: number): Event => ({
  room,
  seq,
  team_id: null,
  id: seq,
  at: '2026-01-01T00:00:00.000Z',
  kind: 'message.created',
  records: {},
});

/** Lets everything go on that waits for no answer: a second turn, because the first may be queued before a retry. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
};

/** A server of two rooms, the loads that wait for its answer, and a screen that notes what it was given. */
function createScene() {
  const committed: Record<Room, number> = { 'group-1': 0, 'user-1': 0 };
  const waiting: ((answer: 'state' | Error) => void)[] = [];
  const screen: Record<string, number> = {};
  const faults: string[] = [];
  const failures: unknown[] = [];
  /** Highest number of each room that has arrived. */
  const received: Record<string, number> = {};
  // Read when asked for and answered later: as old as an answer can be.
  const load = () => {
    const state = { rooms: { ...committed } };
    return new Promise<typeof state>((resolve, reject) => {
      waiting.push((answer) => {
        if (answer instanceof Error) reject(answer);
        else resolve(state);
      });
    });
  };
  const note = (room: string, seq: number, isRight: boolean): void => {
    if (!isRight) faults.push(`${room}: ${String(seq)} after ${String(screen[room])}`);
    screen[room] = seq;
  };
  const follower = new Follower(
    {
      load,
      show: (state) => {
        for (const room of rooms) note(room, state.rooms[room], state.rooms[room] >= (screen[room] ?? 0));
      },
      apply: ({ room, seq }) => {
        note(room, seq, seq === (screen[room] ?? NaN) + 1);
      },
      failed: (error) => failures.push(error),
    },
    () => undefined,
    () => 0,
  );
  const receive = (event: Event): void => {
    received[event.room] = Math.max(received[event.room] ?? 0, event.seq);
    follower.receive(event);
  };
  const answer = async (with_: 'state' | Error = 'state') => {
    waiting.shift()?.(with_);
    await settle();
  };
  const answerAll = async () => {
    while (waiting.length > 0) await answer();
  };
  return { committed, screen, received, faults, failures, follower, receive, answer, answerAll, waiting };
}

interface Commit {
  do: 'commit';
  room: Room;
  arrives: 'now' | 'twice' | 'later' | 'never';
}

type Step = Commit | { do: 'arrive'; pick: number } | { do: 'answer' | 'refuse' | 'reload' };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('commit' as const),
      room: fc.constantFrom(...rooms),
      arrives: fc.constantFrom('now' as const, 'twice' as const, 'later' as const, 'never' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('arrive' as const), pick: fc.nat(50) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('answer' as const, 'refuse' as const, 'reload' as const) }),
  },
);

type Scene = ReturnType<typeof createScene>;

/** An event that comes later stays among the late ones, so that it may come again at any time. */
function commit({ committed, receive }: Scene, late: Event[], { room, arrives }: Commit): void {
  committed[room] += 1;
  const event = numbered(room, committed[room]);
  if (arrives === 'later') late.push(event);
  if (arrives === 'now' || arrives === 'twice') receive(event);
  if (arrives === 'twice') receive(event);
}

async function take(scene: Scene, late: Event[], step: Step): Promise<void> {
  if (step.do === 'commit') commit(scene, late, step);
  const event = step.do === 'arrive' ? late[step.pick % late.length] : undefined;
  if (event) scene.receive(event);
  if (step.do === 'answer') await scene.answer();
  if (step.do === 'refuse') await scene.answer(new ApiError('unavailable', '', { status: 503 }));
  if (step.do === 'reload') void scene.follower.reload();
}

describe('a view', () => {
  it('CH19 CH20 gives each event once and in order under any loss, doubling, reordering and reload', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 60 }), async (steps) => {
        const scene = createScene();
        void scene.follower.reload();
        const late: Event[] = [];
        for (const step of steps) await take(scene, late, step);
        await scene.answerAll();
        for (const room of rooms)
          expect(scene.screen[room]).toBeGreaterThanOrEqual(scene.received[room] ?? 0);
        // What was lost shows with the next event of its room.
        for (const room of rooms) scene.follower.receive(numbered(room, ++scene.committed[room]));
        await scene.answerAll();
        expect(scene.faults).toEqual([]);
        expect(scene.screen).toEqual(scene.committed);
        expect(scene.follower.isBehind()).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('CH19 loads once for a hole and applies what arrived meanwhile', async () => {
    const scene = createScene();
    void scene.follower.reload();
    await scene.answer();
    scene.committed['group-1'] = 3;
    for (const seq of [2, 3]) scene.follower.receive(numbered('group-1', seq));
    expect(scene.follower.isBehind()).toBe(true);
    expect(scene.waiting).toHaveLength(1);
    await scene.answer();
    scene.follower.receive(numbered('group-1', 4));
    expect(scene.screen['group-1']).toBe(4);
    expect(scene.follower.isBehind()).toBe(false);
  });

  it('drops the answer to a load that a later one has replaced', async () => {
    const scene = createScene();
    const first = scene.follower.reload();
    const second = scene.follower.reload();
    await scene.answer();
    expect(scene.screen).toEqual({});
    await scene.answer();
    await Promise.all([first, second]);
    expect(scene.screen).toEqual({ 'group-1': 0, 'user-1': 0 });
  });

  it('CH22 tells a refusal instead of trying again', async () => {
    const scene = createScene();
    const done = scene.follower.reload();
    const refusal = new ApiError('not_found', '', { status: 404 });
    await scene.answer(refusal);
    await done;
    expect(scene.failures).toEqual([refusal]);
    expect(scene.waiting).toHaveLength(0);
  });

  it('gives nothing after it was closed', async () => {
    const scene = createScene();
    void scene.follower.reload();
    await scene.answer();
    scene.follower.close();
    scene.follower.receive(numbered('group-1', 1));
    expect(scene.screen['group-1']).toBe(0);
  });
});
