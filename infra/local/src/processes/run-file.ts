import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** What `.convomatic/run.json` says of the system that runs; until all of it is ready the optional fields are missing. */
const runRecord = z.object({
  pids: z.record(z.string(), z.int().positive()),
  started_at: z.string(),
  address: z.string().optional(),
  owner_token: z.string().optional(),
  demo_slug: z.string().optional(),
  database_url: z.string().optional(),
  redis_url: z.string().optional(),
  /** The data folder of the database server, by which its process is known again. */
  database_folder: z.string().optional(),
});

export type RunRecord = z.infer<typeof runRecord>;

/** Undefined where nothing was recorded, or nothing that makes sense. */
export function readRun(file: string): RunRecord | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  try {
    return runRecord.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The record of the system that this process starts, on disk from its first to its last moment. */
export class RunFile {
  readonly #file: string;
  #record: RunRecord;

  constructor(file: string) {
    this.#file = file;
    this.#record = { pids: { start: process.pid }, started_at: new Date().toISOString() };
  }

  /** False when another start holds the file: of two at the same moment one alone succeeds. */
  claim(): boolean {
    const draft = this.#writeDraft();
    try {
      linkSync(draft, this.#file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(draft);
    }
  }

  recordPid(name: string, pid: number): void {
    this.record({ pids: { ...this.#record.pids, [name]: pid } });
  }

  record(part: Partial<RunRecord>): void {
    this.#record = { ...this.#record, ...part };
    renameSync(this.#writeDraft(), this.#file);
  }

  remove(): void {
    rmSync(this.#file, { force: true });
  }

  #writeDraft(): string {
    const draft = `${this.#file}.${process.pid}`;
    // It holds an owner's token.
    writeFileSync(draft, `${JSON.stringify(this.#record, undefined, 2)}\n`, { mode: 0o600 });
    return draft;
  }
}
