import { createConnection } from '@convomatic/sdk';
import type { Call, Connection } from '@convomatic/sdk';
import type { Event, HeadsMessage, PositionsMessage, ResetMessage } from '@convomatic/contracts';
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
  /** Every secret that a boot gives out. */
  onSecret: (secret: string) => void;
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
    note({ what: 'told', name: socketEvents.positions, rooms });
    for (const { status } of Object.values(rooms)) counts[status === 'reset' ? 'resets' : status] += 1;
  });
  socket.on(socketEvents.heads, (rooms: HeadsMessage) => {
    note({ what: 'told', name: socketEvents.heads, rooms });
  });
  socket.on(socketEvents.reset, (message: ResetMessage) => {
    counts.resets += 1;
    note({ what: 'told', name: socketEvents.reset, rooms: { [message.room]: message } });
  });
  socket.onAnyOutgoing((name: string, request: { positions?: Record<string, string> }) => {
    if (name !== socketEvents.sync) return;
    counts.syncs += 1;
    note({ what: 'told', name, rooms: request.positions ?? {} });
  });
};

/** Socket.IO's own connect, with an ear on the wire. */
const observed = (recorder: Recorder): typeof io =>
  ((...target: Parameters<typeof io>) => {
    const socket = io(...target);
    listen(socket, recorder);
    return socket;
  }) as typeof io;

type Opening = Needs & {
  /** Rooms of which the api may already say that they are not there. */
  leaving: ReadonlySet<string>;
};

const open = (connection: Connection, { call, recorder, leaving }: Opening, following: Following) => {
  const { name, room, watches: session_id, load, isShown } = following;
  const screen = createScreen(isShown);
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
      if (!leaving.has(room)) recorder.note({ what: 'failed', view: name, why: String(error) });
    },
  });
  return { following, view, text: screen.text, seq: () => seq };
};

/** A page with the library of ours: a connection, and a screen for each thing that it follows. */
export const createFollowingClient = (needs: Needs) => {
  const { url, call, recorder, follows, onSecret } = needs;
  const connection = createConnection({
    url,
    query: { route: recorder.client },
    io: () => Promise.resolve(observed(recorder)),
    boot: async () => {
      const boot = await call('GET /api/boot');
      onSecret(boot.channel_token);
      const [, secret] = boot.collaboration_secret?.split(',') ?? [];
      if (secret) onSecret(secret);
      return boot;
    },
  });
  connection.onStatus((status) => {
    recorder.note({ what: 'status', status });
  });
  for (const { room } of follows) recorder.allow(room);
  const leaving = new Set<string>();
  const views = follows.map((following) => open(connection, { ...needs, leaving }, following));

  const openViews = () => views.filter(({ following }) => !leaving.has(following.room));

  return {
    call,
    recorder,
    openViews,
    status: connection.status,
    /** In a few words, for whoever has to find out what keeps it back. */
    standing: (): string =>
      [
        `${recorder.client} is ${connection.status()}`,
        ...openViews().map(({ following, seq }) => `${following.room} at ${String(seq())}`),
        JSON.stringify(recorder.counts),
      ].join(', '),
    /** Whether it is live and every view stands at its room's head. */
    isAt: (heads: Record<string, number>): boolean =>
      connection.status() === 'live' &&
      openViews().every(({ following, seq }) => seq() === (heads[following.room] ?? 0)),
    /** Takes the right to rooms away: their views close, and what still comes is noted. */
    lose: async (rooms: readonly string[], take: () => Promise<unknown>): Promise<void> => {
      for (const room of rooms) leaving.add(room);
      await take();
      for (const room of rooms) recorder.withdraw(room);
      for (const { following, view } of views) if (leaving.has(following.room)) view.close();
    },
    close: (): void => {
      connection.close();
    },
  };
};

export type FollowingClient = ReturnType<typeof createFollowingClient>;
