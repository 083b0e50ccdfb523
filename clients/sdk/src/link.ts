import type {
  ClientToServer,
  DrainingMessage,
  PositionsMessage,
  RefreshAnswer,
  ServerToClient,
  WirePositions,
} from '@convomatic/contracts';
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

export interface LinkNeeds extends LinkOptions {
  clock: Clock;
  /** Where the page is in each room: what came after it is sent. */
  positions: () => WirePositions;
  /** The server has taken the connection, and will say where its rooms stand. */
  onConnected: () => void;
  /** `isMoving`: on the way to another node, because this one ends. */
  onBroken: (isMoving: boolean) => void;
  /** The person may not connect, or the caller's boot is at fault; no more attempts until the page asks. */
  onRefused: (error: unknown) => void;
  hear: Omit<ServerToClient, 'draining'>;
}

type Refusal = Error & { data?: { code?: ConnectErrorCode; retry_after_ms?: number } };

const connectMs = 8_000;
const answerMs = 5_000;

const isLoaded = (io: Connect | (() => Promise<Connect>)): io is Connect => 'Manager' in io;

const loadConnect = (io: LinkOptions['io']): Promise<Connect> | Connect => {
  if (!io) return import('socket.io-client').then((module) => module.io);
  return isLoaded(io) ? io : io();
};

type ClientSocket = Socket<ServerToClient, ClientToServer>;

/** Keeps one socket connected, for as long as it takes. */
export class Link {
  readonly #needs: LinkNeeds;
  readonly #transports = ['websocket', 'polling'];
  #socket: ClientSocket | undefined;
  /** Kept over breaks: only the server can say that it has expired. */
  #token: string | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the timer would do: what the page may ask for at once. */
  #waiting: (() => void) | undefined;
  #isMoving = false;
  #isClosed = false;
  /** When the server was last asked for a connection. */
  #askedAt = 0;

  constructor(needs: LinkNeeds) {
    this.#needs = needs;
    this.#connect();
  }

  /** The socket that is connected now. */
  get connected(): ClientSocket | undefined {
    return this.#socket?.connected ? this.#socket : undefined;
  }

  /** Ends the wait for the next attempt, such as when the network is back. */
  hurry = (): void => {
    const attempt = this.#waiting;
    clearTimeout(this.#timer);
    this.#waiting = undefined;
    attempt?.();
  };

  /** Renews what the token stands for, and joins what is new; answers the rooms of this connection. */
  renew = async (): Promise<string[] | undefined> => {
    const id = this.connected?.id;
    try {
      const token = await this.#boot();
      const socket = this.connected;
      if (!socket || socket.id !== id) return undefined;
      if (token === this.#token) return await this.#refresh(socket, token);
      this.#token = token;
      socket.disconnect();
    } catch (error) {
      if (!isTemporary(error)) this.#refuse(error);
    }
    return undefined;
  };

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.disconnect();
  }

  #connect = (): void => {
    void this.#begin();
  };

  async #begin(): Promise<void> {
    try {
      this.#token ??= await this.#boot();
      this.#socket ??= this.#open(await loadConnect(this.#needs.io));
    } catch (error) {
      this.#giveWay(error);
      return;
    }
    if (this.#isClosed) return;
    // Proxies keep a connection's requests on one node by it: polling needs that, and cookies are blocked in many iframes.
    this.#socket.io.opts.query = { route: Math.random().toString(36).slice(2), ...this.#needs.query };
    this.#socket.connect();
  }

  #open(io: Connect): ClientSocket {
    const { url, hear } = this.#needs;
    const socket: ClientSocket = io(url ?? '/', {
      autoConnect: false,
      reconnection: false,
      forceNew: true,
      transports: this.#transports,
      tryAllTransports: true,
      timeout: connectMs,
      auth: (send) => {
        this.#askedAt = Date.now();
        send({ token: this.#token, positions: this.#needs.positions() });
      },
    });
    socket.on('connect', this.#needs.onConnected);
    socket.on('connect_error', this.#onRefusal);
    socket.on('disconnect', () => {
      this.#needs.onBroken(this.#isMoving);
      if (!this.#isMoving) this.#later(this.#connect);
    });
    socket.on(socketEvents.draining, this.#onDraining);
    socket.on(socketEvents.positions, this.#onPositions);
    for (const [name, listener] of Object.entries(hear)) socket.on(name as keyof typeof hear, listener);
    return socket;
  }

  /** The first one says that the server has let this connection in. */
  #onPositions = ({ server_time: serverTime }: PositionsMessage): void => {
    if (this.#askedAt === 0) return;
    this.#needs.clock.learn(serverTime, this.#askedAt, Date.now());
    this.#askedAt = 0;
    this.#attempt = 0;
  };

  async #refresh(socket: ClientSocket, token: string): Promise<string[] | undefined> {
    const { id } = socket;
    try {
      const answer: unknown = await socket.timeout(answerMs).emitWithAck(socketEvents.refresh, { token });
      return socket.id === id ? (answer as RefreshAnswer).rooms : undefined;
    } catch {
      // Silent or broken: a new connection is told why.
      if (socket.id === id) socket.disconnect();
      return undefined;
    }
  }

  #onDraining = ({ reconnect_in_ms: withinMs }: DrainingMessage): void => {
    this.#wait(this.#move, Math.random() * withinMs);
  };

  #move = (): void => {
    this.#isMoving = true;
    this.#socket?.disconnect();
    this.#isMoving = false;
    this.#connect();
  };

  #onRefusal = (error: Refusal): void => {
    const { code, retry_after_ms: retryAfterMs } = error.data ?? {};
    if (code === 'token_expired' || code === 'token_invalid') this.#token = undefined;
    // Where WebSockets end in silence instead of an error, polling is tried first the next time.
    if (error.message === 'timeout') this.#transports.reverse();
    if (this.#socket) this.#socket.io.opts.transports = [...this.#transports];
    this.#needs.onBroken(false);
    this.#later(this.#connect, retryAfterMs);
  };

  #giveWay(error: unknown): void {
    if (!isTemporary(error)) {
      this.#refuse(error);
      return;
    }
    this.#needs.onBroken(false);
    this.#later(this.#connect, error.retryAfterMs ?? 0);
  }

  #refuse(error: unknown): void {
    if (this.#isClosed) return;
    this.#socket?.disconnect();
    clearTimeout(this.#timer);
    this.#waiting = this.#connect;
    this.#token = undefined;
    this.#needs.onRefused(error);
  }

  #later(again: () => void, atLeastMs = 0): void {
    this.#wait(again, atLeastMs + backOffMs(this.#attempt));
    this.#attempt += 1;
  }

  #wait(act: () => void, ms: number): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#waiting = act;
    this.#timer = setTimeout(this.hurry, ms);
  }

  async #boot(): Promise<string> {
    const sentAt = Date.now();
    const { channel_token: token, server_time: serverTime } = await this.#needs.boot();
    this.#needs.clock.learn(serverTime, sentAt, Date.now());
    return token;
  }
}
