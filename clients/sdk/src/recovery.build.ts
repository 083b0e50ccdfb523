import type { Event, PositionsMessage, WirePositions } from '@convomatic/contracts';
import { parsePosition } from '@convomatic/contracts/names';
import { ApiError } from './api-error.ts';
import { Recovery } from './recovery.ts';
import { Follower } from './view.ts';

export const rooms = ['group-1', 'user-1'] as const;
export type Room = (typeof rooms)[number];

/** How much the server of these tests can send again. */
const logLength = 6;

const idOf = (epoch: number, seq: number): number => epoch * 1_000_000 + seq;

export const numbered = (room: string, seq: number, id = idOf(1, seq)): Event => ({
  ...{ room, seq, team_id: null, id, at: '2026-01-01T00:00:00.000Z' },
  ...{ kind: 'message.created', records: {} },
});

/** Lets everything go on that waits for no answer: a second turn, because the first may be queued before a retry. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
};

type Answer = 'state' | Error;

/** What is stored: of each room the ids of its events, in order. An event of another epoch has another id. */
interface Store {
  epoch: number;
  ids: Record<Room, number[]>;
}

/** A view with a screen that notes what it was given, and loads that wait for their answer. */
function openScreen(covered: readonly Room[], store: Store, onChange: () => void) {
  const shown: Record<string, number[]> = {};
  const faults: string[] = [];
  const failures: unknown[] = [];
  const waiting: ((answer: Answer) => void)[] = [];
  let shownEpoch = 0;
  // Read when asked for and answered later: as old as an answer can be.
  const load = () => {
    const ids = Object.fromEntries(covered.map((room) => [room, [...store.ids[room]]]));
    const positions = Object.fromEntries(covered.map((room) => [room, store.ids[room].length]));
    const state = { epoch: store.epoch, ids, rooms: positions };
    return new Promise<typeof state>((resolve, reject) => {
      waiting.push((answer) => {
        if (answer instanceof Error) reject(answer);
        else resolve(state);
      });
    });
  };
  const follower = new Follower(
    {
      load,
      show: ({ epoch, ids }) => {
        for (const room of covered) {
          const before = shown[room]?.length ?? 0;
          const after = ids[room]?.length ?? 0;
          if (epoch === shownEpoch && after < before) faults.push(`${room}: back to ${String(after)}`);
        }
        shownEpoch = epoch;
        Object.assign(shown, ids);
      },
      apply: ({ room, seq, id }) => {
        const last = shown[room]?.length ?? NaN;
        if (seq !== last + 1) faults.push(`${room}: ${String(seq)} after ${String(last)}`);
        shown[room]?.push(id);
      },
      failed: (error) => failures.push(error),
    },
    onChange,
    () => 0,
  );
  return { shown, faults, failures, waiting, follower };
}

export type Screen = ReturnType<typeof openScreen>;

/** A server of two rooms that may lose, double and reorder what it sends, a page, and a clock that is set by hand. */
export function createScene() {
  const store: Store = { epoch: 1, ids: { 'group-1': [], 'user-1': [] } };
  const screens: Screen[] = [];
  const syncs: WirePositions[] = [];
  let now = 0;
  let isConnected = false;

  const recovery = new Recovery({
    views: () => screens.map(({ follower }) => follower),
    sync: (positions) => {
      syncs.push(positions);
    },
    renew: () => Promise.resolve([...rooms]),
    now: () => now,
  });

  const headOf = (room: Room): number => store.ids[room].length;
  const eventOf = (room: Room, seq: number): Event => numbered(room, seq, store.ids[room][seq - 1]);

  const receive = (event: Event): void => {
    if (!isConnected) return;
    recovery.onNumbered(event);
    for (const { follower } of screens) follower.receive(event);
    recovery.look();
  };

  /** What a server says to a position, and the events that follow. */
  const place = (room: Room, text: string | undefined) => {
    const { epoch } = store;
    const seq = store.ids[room].length;
    const position = parsePosition(text);
    const isReset = position && (position.epoch !== epoch || seq - position.seq > logLength);
    const missed = position && !isReset ? Math.max(0, seq - position.seq) : 0;
    const status = isReset ? ('reset' as const) : missed > 0 ? ('recovered' as const) : ('live' as const);
    const events = Array.from({ length: missed }, (_, at) => eventOf(room, seq - missed + at + 1));
    return { said: { status, epoch, seq }, events };
  };

  const tell = (asked: readonly Room[], positions: WirePositions): void => {
    const placed = asked.map((room) => ({ room, ...place(room, positions[room]) }));
    const message: PositionsMessage = { rooms: {}, server_time: '2026-01-01T00:00:00.000Z' };
    for (const { room, said } of placed) message.rooms[room] = said;
    recovery.onPositions(message);
    recovery.look();
    for (const { events } of placed) events.forEach(receive);
  };

  const scene = {
    ...{ store, headOf, screens, syncs, recovery, receive },
    open: (covered: readonly Room[]): Screen => {
      const screen = openScreen(covered, store, recovery.look);
      screens.push(screen);
      void screen.follower.reload();
      return screen;
    },
    commit: (room: Room): Event => {
      const seq = headOf(room) + 1;
      store.ids[room].push(idOf(store.epoch, seq));
      return eventOf(room, seq);
    },
    connect: (): void => {
      if (isConnected) return;
      isConnected = true;
      tell(rooms, recovery.positions());
    },
    break: (): void => {
      isConnected = false;
      recovery.onBroken();
    },
    heads: (): void => {
      if (!isConnected) return;
      recovery.onHeads(Object.fromEntries(rooms.map((room) => [room, headOf(room)])));
      recovery.look();
    },
    reset: (room: Room): void => {
      if (!isConnected) return;
      recovery.onReset({ room, reason: 'too_old', epoch: store.epoch, seq: headOf(room) });
      recovery.look();
    },
    /** The database is as it was before; who is connected is told. */
    restore: (): void => {
      store.epoch += 1;
      for (const room of rooms) store.ids[room].splice(-2);
      rooms.forEach(scene.reset);
    },
    answerSync: (): void => {
      const asked = syncs.shift();
      if (asked && isConnected)
        tell(
          rooms.filter((room) => room in asked),
          asked,
        );
    },
    answer: async (answer: Answer = 'state'): Promise<void> => {
      screens.find(({ waiting }) => waiting.length > 0)?.waiting.shift()?.(answer);
      await settle();
    },
    refuse: () => scene.answer(new ApiError('unavailable', '', { status: 503 })),
    answerAll: async (): Promise<void> => {
      while (screens.some(({ waiting }) => waiting.length > 0)) await scene.answer();
    },
    pass: (ms: number): void => {
      now += ms;
      recovery.look();
    },
    /** Nothing more goes wrong. */
    recover: async (): Promise<void> => {
      scene.connect();
      scene.heads();
      for (let round = 0; round < 6; round += 1) {
        await scene.answerAll();
        scene.pass(3_000);
        while (syncs.length > 0) scene.answerSync();
      }
      await scene.answerAll();
    },
    isBehind: () => recovery.isBehind() || screens.some(({ follower }) => follower.isLoading()),
  };
  return scene;
}

export type Scene = ReturnType<typeof createScene>;
