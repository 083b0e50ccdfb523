import type { Kept } from '../platform/storage.ts';

/** A message that the server has not confirmed. `waiting` is sent again by itself, `refused` never. */
export type Unsent = {
  client_id: string;
  session_id: number;
  body: string;
  client_at: string;
  state: 'sending' | 'waiting' | 'refused';
};

type Needs = {
  key: string;
  kept: Kept;
  /** Resolves when the server has the message. */
  send: (message: Unsent) => Promise<void>;
  /** Whether the same message may pass later. */
  isTemporary: (error: unknown) => boolean;
  changed: (messages: Unsent[]) => void;
  later: (act: () => void, ms: number) => void;
  newId: () => string;
  now: () => number;
};

const firstRetryMs = 1_000;
const lastRetryMs = 30_000;

const isOpen = ({ state }: Unsent): boolean => state !== 'refused';

/**
 * Sends messages one after the other, so that they arrive as they were written, and keeps each until the server has it.
 * A message keeps its `client_id` through every attempt and every reload, so it never doubles.
 */
export class Outbox {
  readonly #needs: Needs;
  #messages: Unsent[];
  #isSending = false;
  #retryMs = firstRetryMs;

  constructor(needs: Needs) {
    this.#needs = needs;
    const kept = (needs.kept.read(needs.key) as Unsent[] | null) ?? [];
    this.#messages = kept.map((message) => ({ ...message, state: 'waiting' }));
  }

  get messages(): Unsent[] {
    return this.#messages;
  }

  post(sessionId: number, body: string): void {
    const { newId, now } = this.#needs;
    const client_at = new Date(now()).toISOString();
    const message: Unsent = { client_id: newId(), session_id: sessionId, body, client_at, state: 'sending' };
    this.#update([...this.#messages, message]);
    void this.flush();
  }

  /** Tries everything again that waits, at once. */
  async flush(): Promise<void> {
    if (this.#isSending || !this.#next()) return;
    this.#isSending = true;
    this.#mark('sending', isOpen);
    let goesOn = true;
    for (let next = this.#next(); next && goesOn; next = this.#next()) goesOn = await this.#deliver(next);
    this.#isSending = false;
    if (!this.#next()) return;
    this.#needs.later(() => void this.flush(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, lastRetryMs);
  }

  /** Forgets a message that the server has, as an event has told. */
  drop(clientId: string): void {
    const rest = this.#messages.filter(({ client_id }) => client_id !== clientId);
    if (rest.length < this.#messages.length) this.#update(rest);
  }

  clear(): void {
    this.#update([]);
  }

  #next(): Unsent | undefined {
    return this.#messages.find(isOpen);
  }

  /** True where it makes sense to go on with the next message. */
  async #deliver(message: Unsent): Promise<boolean> {
    try {
      await this.#needs.send(message);
      this.drop(message.client_id);
      this.#retryMs = firstRetryMs;
      return true;
    } catch (error) {
      const isTemporary = this.#needs.isTemporary(error);
      if (isTemporary) this.#mark('waiting', isOpen);
      else this.#mark('refused', ({ client_id }) => client_id === message.client_id);
      return !isTemporary;
    }
  }

  #mark(state: Unsent['state'], concerns: (message: Unsent) => boolean): void {
    this.#update(this.#messages.map((message) => (concerns(message) ? { ...message, state } : message)));
  }

  #update(messages: Unsent[]): void {
    const { key, kept, changed } = this.#needs;
    this.#messages = messages;
    if (messages.length > 0) kept.write(key, messages);
    else kept.remove(key);
    changed(messages);
  }
}
