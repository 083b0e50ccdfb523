import type { Document, Hocuspocus } from '@hocuspocus/server';
import { storeNow } from './store-document.ts';

const firstMs = 1_000;
const longestMs = 10_000;

type Retry = { timer: NodeJS.Timeout; waitMs: number };

/** Saves that the api could not take are tried again, less and less often, for as long as the document is in memory. */
export const createRetries = () => {
  const waiting = new Map<Document, Retry>();
  let isClosed = false;

  const forget = (document: Document): void => {
    clearTimeout(waiting.get(document)?.timer);
    waiting.delete(document);
  };

  return {
    forget,

    later: (instance: Hocuspocus, document: Document): void => {
      if (isClosed) return;
      const last = waiting.get(document);
      clearTimeout(last?.timer);
      const waitMs = Math.min(longestMs, last ? last.waitMs * 2 : firstMs);
      const timer = setTimeout(() => void storeNow(instance, document), waitMs);
      waiting.set(document, { timer, waitMs });
    },

    /** What is stored from now on is tried once. */
    close: (): void => {
      isClosed = true;
      for (const document of [...waiting.keys()]) forget(document);
    },
  };
};

export type Retries = ReturnType<typeof createRetries>;
