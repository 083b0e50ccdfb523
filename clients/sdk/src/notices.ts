import type { Notice } from '@convomatic/contracts';

/** Gives notices once each, also when they are published twice. */
export function createNotices() {
  const listeners = new Set<(notice: Notice) => void>();
  let lastSeq = 0;

  return {
    receive: (notice: Notice): void => {
      if (notice.seq !== undefined && notice.seq <= lastSeq) return;
      lastSeq = notice.seq ?? lastSeq;
      for (const listener of listeners) listener(notice);
    },
    listen: (listener: (notice: Notice) => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
