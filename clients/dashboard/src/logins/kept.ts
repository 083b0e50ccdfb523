const keptForMs = 60 * 60_000;

interface Kept {
  keep: (text: string, now?: number) => void;
  read: (now?: number) => string | null;
  drop: () => void;
}

/** A text that this browser keeps for an hour: the link in the mail opens another tab. */
export const createKept = (key: string): Kept => {
  const stored = (): { text?: unknown; until?: unknown } => {
    try {
      return (JSON.parse(localStorage.getItem(key) ?? '{}') ?? {}) as { text?: unknown; until?: unknown };
    } catch {
      return {};
    }
  };

  return {
    keep: (text, now = Date.now()) => {
      localStorage.setItem(key, JSON.stringify({ text, until: now + keptForMs }));
    },
    read: (now = Date.now()) => {
      const { text, until } = stored();
      return typeof text === 'string' && typeof until === 'number' && until > now ? text : null;
    },
    drop: () => {
      localStorage.removeItem(key);
    },
  };
};
