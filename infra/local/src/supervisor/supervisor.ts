import type { ProcessEvents, ProcessSpec } from './process-spec.ts';
import { SupervisedProcess } from './supervised-process.ts';

/** Keeps groups of processes alive: what was started first is there for what comes later, and stops after it. */
export class Supervisor {
  readonly #events: ProcessEvents;
  readonly #groups: SupervisedProcess[][] = [];
  #isStopping = false;

  constructor(events: ProcessEvents) {
    this.#events = events;
  }

  /** Starts a group; resolves when all of it is ready, rejects when one of it will never be. */
  async start(...specs: ProcessSpec[]): Promise<void> {
    if (this.#isStopping) throw new Error('The system is being stopped.');
    const group = specs.map((spec) => new SupervisedProcess(spec, this.#events));
    this.#groups.push(group);
    await Promise.all(group.map((process) => process.ready()));
  }

  /** The last group first; each group together. Resolves when no process is left. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const group of this.#groups.toReversed()) await Promise.all(group.map((process) => process.stop()));
  }

  /** For a person who does not want to wait: nothing is drained. `stop` still tells when all are gone. */
  stopAtOnce(): void {
    this.#isStopping = true;
    for (const process of this.#groups.flat()) process.stopAtOnce();
  }
}
