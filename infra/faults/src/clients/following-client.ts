import { createConnection } from '@convomatic/sdk';
import type { Call, Connection } from '@convomatic/sdk';
import type { Event, PositionsMessage } from '@convomatic/contracts';
import { socketEvents } from '@convomatic/contracts/names';
import { io } from 'socket.io-client';
import { digestOf } from './recorder.ts';
import type { Recorder } from './recorder.ts';
import { createScreen } from './screen.ts';
import type { Source } from './states.ts';

export type Following = Source & {
  /** A room that this person is not a member of, watched by this one connection. */
  watches?: number;
};

type Needs = {
  url: string;
  call: Call;
  recorder: Recorder;
  follows: readonly Following[];
  /** Every channel token that was given out. */
  onToken: (token: string) => void;
};

type Listening = ReturnType<typeof io>;

/** Counts what comes over the wire, under the library. */
const listen = (socket: Listening, { note, counts }: Recorder): void => {
  socket.on('connect', () => (counts.connects += 1));
  socket.on('connect_error', () => (counts.refusals += 1));
  socket.on(socketEvents.records, (event: Event) => {
    counts.deliveries += 1;
    note({ what: 'heard', room: event.room, seq: event.seq, digest: digestOf(event) });
  });
  socket.on(socketEvents.positions, ({ rooms }: PositionsMessage) => {
    for (const { status } of Object.values(rooms)) counts[status === 'reset' ? 'resets' : status] += 1;
  });
  socket.on(socketEvents.reset, () => (counts.resets += 1));
  socket.onAnyOutgoing((name) => {
    if (name === socketEvents.sync) counts.syncs += 1;
  });
};

const open = (connection: Connection, { call, recorder }: Needs, following: Following) => {
  const screen = createScreen();
  const { name, room, watches: session_id, load } = following;
  let seq = -1;
  const view = connection.openView({
    load: async () => {
      recorder.counts.fetches += 1;
      if (session_id !== undefined) {
        const params = { session_id };
        await connection.watched(session_id, (connection_id) =>
          call('POST /api/sessions/:session_id/watch', { params, body: { connection_id } }),
        );
      }
      return load(call);
    },
    show: (state) => {
      screen.show(state);
      seq = state.rooms[room] ?? 0;
      recorder.note({ what: 'shown', view: name, rooms: state.rooms });
    },
    apply: (event) => {
      screen.apply(event);
      seq = event.seq;
      recorder.note({ what: 'applied', view: name, room: event.room, seq, id: event.id });
    },
    failed: (error) => {
      recorder.note({ what: 'failed', view: name, why: String(error) });
    },
  });
  return { following, view, text: screen.text, seq: () => seq };
};

/** A page with the library of ours: a connection, and a screen for each thing that it follows. */
export const createFollowingClient = (needs: Needs) => {
  const { url, call, recorder, follows, onToken } = needs;
  const connect: typeof io = ((...target: Parameters<typeof io>) => {
    const socket = io(...target);
    listen(socket, recorder);
    return socket;
  }) as typeof io;
  const connection = createConnection({
    url,
    io: () => Promise.resolve(connect),
    boot: async () => {
      const boot = await call('GET /api/boot');
      onToken(boot.channel_token);
      return boot;
    },
  });
  connection.onStatus((status) => {
    recorder.note({ what: 'status', status });
  });
  for (const { room } of follows) recorder.allow(room);
  const views = follows.map((following) => open(connection, needs, following));

  return {
    call,
    recorder,
    views,
    status: connection.status,
    /** Whether it is live and every view stands at its room's head. */
    isAt: (heads: Record<string, number>): boolean =>
      connection.status() === 'live' &&
      views.every(({ following, seq }) => seq() === (heads[following.room] ?? 0)),
    /** The right to a room has ended: its view is closed, and what still comes is noted. */
    leave: (room: string, graceMs: number): void => {
      recorder.withdraw(room, graceMs);
      for (const [index, { following, view }] of [...views.entries()].toReversed()) {
        if (following.room !== room) continue;
        view.close();
        views.splice(index, 1);
      }
    },
    close: (): void => {
      connection.close();
    },
  };
};

export type FollowingClient = ReturnType<typeof createFollowingClient>;
