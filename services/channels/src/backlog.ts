import type { ResetMessage } from '@convomatic/contracts';

/** A message that waits for a connection to be told where its room stands; without a number when it has none. */
interface Waiting {
  seq: number | undefined;
  text: string;
}

export type Held = Waiting | { reset: ResetMessage };

const mostMessages = 256;
const mostBytes = 256 * 1024;

/** What comes into a room for one connection that is on its way into it. Past its bounds the client fetches the state. */
export class Backlog {
  #held: Held[] = [];
  #bytes = 0;
  #hasOverflowed = false;

  add(message: Waiting): void {
    if (this.#hasOverflowed) return;
    this.#held.push(message);
    this.#bytes += message.text.length;
    if (this.#held.length <= mostMessages && this.#bytes <= mostBytes) return;
    this.#held = [];
    this.#hasOverflowed = true;
  }

  /** What came before it is in the state that the client fetches. */
  reset(reset: ResetMessage): void {
    this.#held = [{ reset }];
    this.#bytes = 0;
    this.#hasOverflowed = false;
  }

  take(): Held[] {
    const held = this.#held;
    this.#held = [];
    this.#bytes = 0;
    return held;
  }

  get hasOverflowed(): boolean {
    return this.#hasOverflowed;
  }
}
