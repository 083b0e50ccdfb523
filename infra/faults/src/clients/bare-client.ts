import type { Event } from '@convomatic/contracts';
import { socketEvents } from '@convomatic/contracts/names';
import { io } from 'socket.io-client';
import { digestOf } from './recorder.ts';
import type { Recorder } from './recorder.ts';

type Needs = {
  url: string;
  /** By its own means: a new channel token. */
  token: () => Promise<string>;
  recorder: Recorder;
  rooms: readonly string[];
};

const againMs = 500;

/** A client that knows the contract alone: it connects with a token and listens to two events. */
export const createBareClient = ({ url, token, recorder, rooms }: Needs) => {
  for (const room of rooms) recorder.allow(room);
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  const query = { route: recorder.client, channel_token: '' };
  const socket = io(url, { transports: ['websocket'], forceNew: true, autoConnect: false, query });

  const connect = async (): Promise<void> => {
    try {
      query.channel_token = await token();
    } catch {
      later();
      return;
    }
    if (!isClosed) socket.connect();
  };
  const later = (): void => {
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(() => void connect(), againMs);
  };

  socket.on('connect', () => (recorder.counts.connects += 1));
  socket.on('connect_error', () => {
    recorder.counts.refusals += 1;
    // The library comes back by itself, but not from a refusal.
    if (!socket.active) later();
  });
  socket.onAny((name: string, event: Event) => {
    if (name === socketEvents.notice) return;
    if (name !== socketEvents.records) recorder.note({ what: 'stray', name });
    else {
      recorder.counts.deliveries += 1;
      recorder.note({ what: 'heard', room: event.room, seq: event.seq, digest: digestOf(event) });
    }
  });
  void connect();

  return {
    recorder,
    isConnected: (): boolean => socket.connected,
    close: (): void => {
      isClosed = true;
      clearTimeout(timer);
      socket.disconnect();
    },
  };
};

export type BareClient = ReturnType<typeof createBareClient>;
