import type { Event, RoomPositions } from '@convomatic/contracts';
import { isTemporary } from './api-error.ts';
import { backOffMs } from './back-off.ts';
import { begin, forget, take } from './positions.ts';
import type { Numbers } from './positions.ts';

/** What one screen shows: a state that is fetched, kept current by the events of its rooms. */
export interface View<S extends { rooms: RoomPositions }> {
  /** Fetches the state with the numbers of its rooms. Called again after each break and each hole. */
  load: () => Promise<S>;
  /** Replaces what the screen has. */
  show: (state: S) => void;
  /** Gets each event of the state's rooms once, in order. */
  apply: (event: Event) => void;
  /** The state cannot be had: refused, not found, or a fault. Without it such an error is thrown as uncaught. */
  failed?: (error: unknown) => void;
}

export interface OpenView {
  /** Fetches the state anew; resolves when it is shown or has failed. */
  reload: () => Promise<void>;
  close: () => void;
}

export interface FollowedView extends OpenView {
  isLoading: () => boolean;
  /** The numbers of what is shown; none while a state is on its way. */
  rooms: () => RoomPositions;
  /** Whether events wait for one that is missing. */
  hasHole: (room: string) => boolean;
  receive: (event: Event) => void;
  /** These rooms cannot be continued from what the view has. */
  reset: (rooms: readonly string[]) => void;
  fail: (error: unknown) => void;
}

const uncaught = (error: unknown): void => {
  queueMicrotask(() => {
    throw error;
  });
};

/** Keeps one view current. `onChange` tells that it began or ended to load. */
export class Follower<S extends { rooms: RoomPositions }> implements FollowedView {
  readonly #view: View<S>;
  readonly #onChange: () => void;
  readonly #backOff: (attempt: number) => number;
  readonly #numbers: Numbers<Event> = { rooms: {}, held: [], isFetching: false };
  /** Of the running load; an answer to an earlier one is worth nothing. */
  #run = 0;
  #latest = Promise.resolve();
  #isClosed = false;
  #endPause = (): void => undefined;

  constructor(view: View<S>, onChange: () => void, backOff: (attempt: number) => number = backOffMs) {
    this.#view = view;
    this.#onChange = onChange;
    this.#backOff = backOff;
  }

  isLoading = (): boolean => this.#numbers.isFetching;

  rooms = (): RoomPositions => (this.#numbers.isFetching ? {} : this.#numbers.rooms);

  hasHole = (room: string): boolean =>
    !this.#numbers.isFetching && this.#numbers.held.some((event) => event.room === room);

  reload = (): Promise<void> => {
    this.#run += 1;
    this.#numbers.isFetching = true;
    this.#endPause();
    this.#latest = this.#load(this.#run);
    this.#onChange();
    return this.#latest;
  };

  receive = (event: Event): void => {
    if (!this.#isClosed) this.#apply(take(this.#numbers, event));
  };

  reset = (rooms: readonly string[]): void => {
    for (const room of rooms) forget(this.#numbers, room);
    // What is on its way may have been read before.
    const isConcerned = this.isLoading() || rooms.some((room) => room in this.#numbers.rooms);
    if (isConcerned) void this.reload();
  };

  fail = (error: unknown): void => {
    if (this.#isClosed) return;
    this.#run += 1;
    this.#latest = Promise.resolve();
    Object.assign(this.#numbers, { rooms: {}, held: [], isFetching: false });
    this.#endPause();
    (this.#view.failed ?? uncaught)(error);
    this.#onChange();
  };

  close = (): void => {
    this.#isClosed = true;
    this.#numbers.held = [];
    this.#endPause();
  };

  #isOver = (run: number): boolean => this.#isClosed || run !== this.#run;

  async #load(run: number): Promise<void> {
    for (let attempt = 0; !this.#isOver(run); attempt += 1) {
      const error = await this.#attempt(run);
      if (!error || this.#isOver(run)) break;
      await this.#pause(error.retryAfterMs ?? this.#backOff(attempt));
    }
    // Whoever asked for this one waits for the one that took its place.
    if (run !== this.#run) await this.#latest;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Answers the error after which it has to be tried again. */
  async #attempt(run: number): Promise<{ retryAfterMs: number | null } | undefined> {
    try {
      const state = await this.#view.load();
      if (!this.#isOver(run)) this.#show(state);
      return undefined;
    } catch (error) {
      if (isTemporary(error)) return error;
      if (!this.#isOver(run)) this.fail(error);
      return undefined;
    }
  }

  #show(state: S): void {
    const next = begin(this.#numbers, state.rooms);
    this.#view.show(state);
    this.#apply(next);
    this.#onChange();
  }

  #apply(events: Event[]): void {
    const { rooms } = this.#numbers;
    try {
      for (const event of events) {
        // Closed or failed by what the one before has led to.
        if (this.#isClosed || this.#numbers.rooms !== rooms) return;
        this.#view.apply(event);
      }
    } catch (error) {
      this.fail(error);
    }
  }
}
