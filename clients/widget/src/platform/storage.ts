/** What is kept in the browser, as JSON, by key. */
export type Kept = {
  /** Null where there is nothing, or what is no JSON. */
  read: (key: string) => unknown;
  write: (key: string, value: unknown) => void;
  remove: (key: string) => void;
};

type Area = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const memoryArea = (): Area => {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
};

/** Browsers refuse storage in private windows and foreign frames, some when asked for it, some when written to. */
const attempt = <T>(act: () => T): T | undefined => {
  try {
    return act();
  } catch {
    return undefined;
  }
};

/** Keeps in the area that `open` gives; where the browser refuses, as long as the page lives. */
export const createKept = (open: () => Area): Kept => {
  const memory = memoryArea();
  const area = attempt(open);
  const read = (key: string): string | null =>
    memory.getItem(key) ?? attempt(() => area?.getItem(key)) ?? null;
  return {
    read: (key) => attempt((): unknown => JSON.parse(read(key) ?? 'null')) ?? null,
    write: (key, value) => {
      const text = JSON.stringify(value);
      const written = attempt(() => (area ? (area.setItem(key, text), true) : false));
      if (written) memory.removeItem(key);
      else memory.setItem(key, text);
    },
    remove: (key) => {
      memory.removeItem(key);
      attempt(() => area?.removeItem(key));
    },
  };
};
