import type { ClientToServer, ForeignRecords, Event, Notice, ServerToClient } from '@convomatic/contracts';
import { socketEvents } from '@convomatic/contracts/names';
import type { ConnectErrorCode } from '@convomatic/contracts/names';
import type { io as connectSocket, Socket } from 'socket.io-client';
import { isTemporary } from './api-error.ts';
import { backOffMs } from './back-off.ts';
import type { Clock } from './clock.ts';

type Connect = typeof connectSocket;

export interface LinkOptions {
  /** Origin of the channel server; the page's own when absent. */
  url?: string;
  /** Gives the channel token, and renews on the server what it stands for. */
  boot: () => Promise<{ channel_token: string; server_time: string }>;
  /** socket.io-client's `io`, or what loads it; loaded by the SDK itself when absent. */
  io?: Connect | (() => Promise<Connect>);
  query?: Record<string, string>;
}

interface LinkNeeds extends LinkOptions {
  clock: Clock;
  /** Connected, not yet sure of all rooms. */
  onConnected: () => void;
  /** In all rooms of this person: from here on nothing goes by unseen. */
  onJoined: () => void;
  onBroken: () => void;
  /** The person may not connect, or the caller's boot is at fault; no more attempts until the page asks. */
  onRefused: (error: unknown) => void;
  onRecords: (message: Event | ForeignRecords) => void;
  onNotice: (notice: Notice) => void;
}

type Refusal = Error & { data?: { code?: ConnectErrorCode; retry_after_ms?: number } };

const connectMs = 8_000;
const answerMs = 5_000;

const isLoaded = (io: Connect | (() => Promise<Connect>)): io is Connect => 'Manager' in io;

const loadConnect = (io: LinkOptions['io']): Promise<Connect> | Connect => {
  if (!io) return import('socket.io-client').then((module) => module.io);
  return isLoaded(io) ? io : io();
};

/** Keeps one socket connected, for as long as it takes, and brings it into all rooms each time. */
export class Link {
  readonly #needs: LinkNeeds;
  readonly #transports = ['websocket', 'polling'];
  #socket: Socket<ServerToClient, ClientToServer> | undefined;
  #token: string | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the timer would do: what the page may ask for at once. */
  #waiting: (() => Promise<void>) | undefined;
  #isClosed = false;

  constructor(needs: LinkNeeds) {
    this.#needs = needs;
    void this.#connect();
  }

  /** Of the socket that is connected now; a watch belongs to it. */
  get connectionId(): string | undefined {
    return this.#socket?.connected ? this.#socket.id : undefined;
  }

  /** Ends the wait for the next attempt, such as when the network is back. */
  hurry = (): void => {
    const attempt = this.#waiting;
    clearTimeout(this.#timer);
    this.#waiting = undefined;
    void attempt?.();
  };

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.disconnect();
  }

  #connect = async (): Promise<void> => {
    try {
      this.#token ??= await this.#boot();
      this.#socket ??= this.#open(await loadConnect(this.#needs.io));
    } catch (error) {
      this.#giveWay(error, this.#connect);
      return;
    }
    if (this.#isClosed) return;
    this.#socket.auth = { token: this.#token, positions: {} };
    this.#socket.connect();
  };

  #open(io: Connect): Socket<ServerToClient, ClientToServer> {
    const { url, query, onBroken, onRecords, onNotice } = this.#needs;
    const socket: Socket<ServerToClient, ClientToServer> = io(url ?? '/', {
      autoConnect: false,
      reconnection: false,
      forceNew: true,
      transports: this.#transports,
      tryAllTransports: true,
      timeout: connectMs,
      // Proxies keep a page's requests on one node by it: polling needs that, and cookies are blocked in many iframes.
      query: { route: Math.random().toString(36).slice(2), ...query },
    });
    socket.on('connect', () => void this.#join());
    socket.on('connect_error', this.#onRefusal);
    socket.on('disconnect', () => {
      onBroken();
      this.#later(this.#connect);
    });
    socket.on(socketEvents.records, onRecords);
    socket.on(socketEvents.notice, onNotice);
    return socket;
  }

  /** Rooms that were added between the token's last renewal and now are joined here. */
  #join = async (): Promise<void> => {
    const id = this.connectionId;
    if (!id || !this.#socket) return;
    this.#needs.onConnected();
    try {
      const token = await this.#boot();
      if (id !== this.connectionId) return;
      if (token !== this.#token) {
        this.#token = token;
        this.#socket.disconnect();
        return;
      }
      await this.#refresh(this.#socket, token);
    } catch (error) {
      if (id === this.connectionId) this.#giveWay(error, this.#join);
      return;
    }
    if (id !== this.connectionId) return;
    this.#attempt = 0;
    this.#needs.onJoined();
  };

  async #refresh(socket: Socket<ServerToClient, ClientToServer>, token: string): Promise<void> {
    const id = socket.id;
    try {
      await socket.timeout(answerMs).emitWithAck(socketEvents.refresh, { token });
    } catch {
      // Silent or broken: a new connection is told why.
      if (socket.id === id) socket.disconnect();
    }
  }

  #onRefusal = (error: Refusal): void => {
    const { code, retry_after_ms: retryAfterMs } = error.data ?? {};
    if (code === 'token_expired' || code === 'token_invalid') this.#token = undefined;
    // Where WebSockets end in silence instead of an error, polling is tried first the next time.
    if (error.message === 'timeout') this.#transports.reverse();
    if (this.#socket) this.#socket.io.opts.transports = [...this.#transports];
    this.#needs.onBroken();
    this.#later(this.#connect, retryAfterMs);
  };

  #giveWay(error: unknown, again: () => Promise<void>): void {
    if (this.#isClosed) return;
    if (isTemporary(error)) {
      if (again === this.#connect) this.#needs.onBroken();
      this.#later(again, error.retryAfterMs ?? 0);
      return;
    }
    this.#socket?.disconnect();
    clearTimeout(this.#timer);
    this.#waiting = this.#connect;
    this.#token = undefined;
    this.#needs.onRefused(error);
  }

  #later(again: () => Promise<void>, atLeastMs = 0): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#waiting = again;
    this.#timer = setTimeout(this.hurry, atLeastMs + backOffMs(this.#attempt));
    this.#attempt += 1;
  }

  async #boot(): Promise<string> {
    const sentAt = Date.now();
    const { channel_token: token, server_time: serverTime } = await this.#needs.boot();
    this.#needs.clock.learn(serverTime, sentAt, Date.now());
    return token;
  }
}
