/** A value that tells who listens when it is replaced. */
export type Cell<T> = {
  get: () => T;
  set: (value: T) => void;
  /** Answers what ends it. */
  listen: (listener: () => void) => () => void;
};

export const createCell = <T>(first: T): Cell<T> => {
  const listeners = new Set<() => void>();
  let value = first;
  return {
    get: () => value,
    set: (next) => {
      value = next;
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
