/** How one process of the system is started, known to be ready, and stopped. */
export interface ProcessSpec {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Runs as another user; only root can ask for it. */
  account?: { uid: number; gid: number } | undefined;
  /** Text for standard input: a configuration with a secret that must not stand on the command line. */
  input?: string;
  /** Ours only: a channel that tells the process when the starter is gone, also after kill -9. */
  hasChannel?: boolean;
  stopping: StopOrder;
  isReady: () => Promise<boolean>;
}

interface StopOrder {
  signal: NodeJS.Signals;
  withinMs: number;
  /** For a person who does not want to wait. */
  atOnce: NodeJS.Signals;
}

/** What the rest of the starter hears of a process. */
export interface ProcessEvents {
  spawned(name: string, pid: number): void;
  line(name: string, line: string): void;
  died(name: string, how: string): void;
  recovered(name: string, afterMs: number): void;
}
