type Close = () => unknown;

export type Later = (close: Close) => void;

/** What was opened, to be closed in the opposite order, each once; the first failure is told after all were tried. */
export const createClosing = () => {
  const closers: Close[] = [];
  return {
    add: (close: Close): void => {
      closers.push(close);
    },
    run: async (): Promise<void> => {
      const failures: unknown[] = [];
      for (let close = closers.pop(); close; close = closers.pop()) {
        try {
          await close();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, 'something could not be closed');
    },
  };
};
