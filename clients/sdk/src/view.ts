import type { Event, RoomPositions } from '@convomatic/contracts';
import { isTemporary } from './api-error.ts';
import { backOffMs } from './back-off.ts';
import { judge, resume } from './positions.ts';

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
  /** Waits for a state that contains what was missed. */
  isBehind: () => boolean;
  receive: (event: Event) => void;
  /** Fetches the state because events may have gone by unseen. */
  catchUp: () => Promise<void>;
  fail: (error: unknown) => void;
}

const heldMost = 1_000;

const uncaught = (error: unknown): void => {
  queueMicrotask(() => {
    throw error;
  });
};

/** Keeps one view current. `onChange` tells that `isBehind` may have changed. */
export class Follower<S extends { rooms: RoomPositions }> implements FollowedView {
  readonly #view: View<S>;
  readonly #onChange: () => void;
  readonly #backOff: (attempt: number) => number;
  #rooms: RoomPositions = {};
  #held: Event[] = [];
  /** Of the running load; an answer to an earlier one is worth nothing. */
  #run = 0;
  #latest = Promise.resolve();
  #isLoading = false;
  #isBehind = false;
  #isClosed = false;
  #endPause = (): void => undefined;

  constructor(view: View<S>, onChange: () => void, backOff: (attempt: number) => number = backOffMs) {
    this.#view = view;
    this.#onChange = onChange;
    this.#backOff = backOff;
  }

  isBehind = (): boolean => this.#isBehind;

  reload = (): Promise<void> => {
    this.#run += 1;
    this.#isLoading = true;
    this.#latest = this.#load(this.#run);
    return this.#latest;
  };

  catchUp = (): Promise<void> => {
    const done = this.reload();
    this.#setBehind(true);
    return done;
  };

  receive = (event: Event): void => {
    if (this.#isClosed) return;
    const verdict = this.#isLoading ? 'hole' : judge(this.#rooms, event);
    if (verdict === 'ignore') return;
    if (verdict === 'apply') {
      this.#apply(event);
      return;
    }
    this.#held.push(event);
    // Without the oldest the next state shows a hole, which loads again.
    if (this.#held.length > heldMost) this.#held.shift();
    if (this.#isLoading) return;
    void this.catchUp();
  };

  fail = (error: unknown): void => {
    if (this.#isClosed) return;
    this.#isLoading = false;
    this.#held = [];
    this.#rooms = {};
    (this.#view.failed ?? uncaught)(error);
    this.#setBehind(false);
  };

  close = (): void => {
    this.#isClosed = true;
    this.#held = [];
    this.#endPause();
  };

  #isOver = (run: number): boolean => this.#isClosed || run !== this.#run;

  async #load(run: number): Promise<void> {
    for (let attempt = 0; !this.#isClosed; attempt += 1) {
      const error = await this.#attempt(run);
      if (run !== this.#run) return this.#latest;
      if (!this.#isLoading) return;
      this.#setBehind(true);
      await this.#pause(error?.retryAfterMs ?? this.#backOff(attempt));
      if (run !== this.#run) return this.#latest;
    }
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

  /** Ends the loading unless it has to be tried again, after the temporary error that it answers. */
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
    const { next, rest } = resume(state.rooms, this.#held);
    this.#rooms = { ...state.rooms };
    this.#held = rest;
    this.#isLoading = rest.length > 0;
    this.#view.show(state);
    for (const event of next) if (!this.#isClosed) this.#apply(event);
    if (!this.#isLoading) this.#setBehind(false);
  }

  #apply(event: Event): void {
    this.#rooms[event.room] = event.seq;
    try {
      this.#view.apply(event);
    } catch (error) {
      this.fail(error);
    }
  }

  #setBehind(isBehind: boolean): void {
    if (this.#isBehind === isBehind) return;
    this.#isBehind = isBehind;
    this.#onChange();
  }
}
