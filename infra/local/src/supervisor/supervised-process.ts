import { setTimeout as wait } from 'node:timers/promises';
import { Trouble } from '../trouble.ts';
import { killGroup, startLife } from './life.ts';
import type { Life } from './life.ts';
import type { ProcessEvents, ProcessSpec } from './process-spec.ts';

const patienceMs = 60_000;
const pollMs = 50;
/** A process that lived so long is trusted again. */
const goodLifeMs = 10_000;
/** A process that never was ready and died so often will not start. */
const attempts = 3;

/** 0.1 s, 0.2 s, 0.4 s … and never so long that 2 s pass before it is started again. */
const backOffMs = (deaths: number) => Math.min(1500, 100 * 2 ** (deaths - 1));

/** A process that is started again whenever it dies, until it is stopped. */
export class SupervisedProcess {
  readonly name: string;
  readonly #spec: ProcessSpec;
  readonly #events: ProcessEvents;
  readonly #stopping = new AbortController();
  readonly #firstReady = Promise.withResolvers<undefined>();
  readonly #lastLines: string[] = [];
  readonly #over: Promise<void>;
  #life: Life | undefined;

  constructor(spec: ProcessSpec, events: ProcessEvents) {
    this.name = spec.name;
    this.#spec = spec;
    this.#events = events;
    this.#over = this.#keepAlive();
  }

  /** Resolves when the process is ready for the first time; rejects with its last lines when it never will be. */
  async ready(): Promise<void> {
    const patience = setTimeout(() => {
      this.#giveUp(`it was not ready within ${patienceMs / 1000} s`);
    }, patienceMs);
    await this.#firstReady.promise.finally(() => {
      clearTimeout(patience);
    });
  }

  /** Asks the process to end, insists after its deadline, and resolves when it is gone. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const { signal, withinMs } = this.#spec.stopping;
    this.#life?.child.kill(signal);
    const deadline = setTimeout(() => {
      killGroup(this.#life?.child);
    }, withinMs);
    await this.#over;
    clearTimeout(deadline);
  }

  stopAtOnce(): void {
    this.#stopping.abort();
    this.#life?.child.kill(this.#spec.stopping.atOnce);
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #keepAlive(): Promise<void> {
    let deaths = 0;
    let diedAt: number | undefined;
    while (!this.#isStopping()) {
      const bornAt = performance.now();
      const how = await this.#liveOnce(diedAt);
      if (this.#isStopping()) return;
      diedAt = performance.now();
      deaths = diedAt - bornAt > goodLifeMs ? 1 : deaths + 1;
      this.#events.died(this.name, how);
      if (deaths >= attempts) this.#giveUp(how);
      await this.#pause(backOffMs(deaths), this.#stopping.signal);
    }
  }

  async #liveOnce(diedAt: number | undefined): Promise<string> {
    const life = startLife(this.#spec, (line) => {
      this.#hear(line);
    });
    this.#life = life;
    if (life.child.pid !== undefined) this.#events.spawned(this.name, life.child.pid);
    const isReady = this.#becomesReady(AbortSignal.any([this.#stopping.signal, life.ended]));
    const [how] = await Promise.all([life.end, isReady.then((ready) => ready && this.#nowReady(diedAt))]);
    return how;
  }

  async #becomesReady(until: AbortSignal): Promise<boolean> {
    while (!until.aborted) {
      if (await this.#spec.isReady()) return !until.aborted;
      await this.#pause(pollMs, until);
    }
    return false;
  }

  #nowReady(diedAt: number | undefined): void {
    this.#firstReady.resolve(undefined);
    if (diedAt !== undefined) this.#events.recovered(this.name, performance.now() - diedAt);
  }

  #hear(line: string): void {
    this.#lastLines.push(line);
    if (this.#lastLines.length > 20) this.#lastLines.shift();
    this.#events.line(this.name, line);
  }

  #giveUp(why: string): void {
    const lines = this.#lastLines.length > 0 ? `\nIts last lines:\n${this.#lastLines.join('\n')}` : '';
    this.#firstReady.reject(new Trouble(`${this.name} does not start: ${why}.${lines}`));
  }

  async #pause(ms: number, until: AbortSignal): Promise<void> {
    await wait(ms, undefined, { signal: until }).catch(() => undefined);
  }
}
