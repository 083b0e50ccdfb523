export type Lane = {
  push: (id: number) => void;
  /** Resolves when nothing runs and nothing is left. */
  idle: () => Promise<void>;
};

/** Runs one batch at a time: what comes while one runs goes together in the next. */
export const createLane = (run: (ids: number[]) => Promise<void>): Lane => {
  let pending: number[] = [];
  let running: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    // Timers of one moment fire one after the other; this lets all of them get in.
    await new Promise((resolve) => setImmediate(resolve));
    while (pending.length > 0) {
      const ids = pending;
      pending = [];
      await run(ids);
    }
    running = undefined;
  };

  return {
    push: (id) => {
      pending.push(id);
      running ??= drain();
    },
    idle: async () => {
      await running;
    },
  };
};
