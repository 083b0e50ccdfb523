import { withDeadline } from '@convomatic/kit/deadline';
import type { Logger } from '@convomatic/kit/logger';
import type { Document, Hocuspocus } from '@hocuspocus/server';
import { draining } from './refusal.ts';
import { storeNow } from './store/index.ts';
import type { HeldDocuments } from './store/index.ts';

type Needs = { instance: Hocuspocus; documents: HeldDocuments; logger: Logger };

const deadlineMs = 12_000;
const restartCode = 1012;

/** What a client has sent is read; what it sends from now on waits in its own copy. */
const sendAway = async (document: Document): Promise<void> => {
  const connections = document.getConnections();
  for (const connection of connections) connection.close({ code: restartCode, reason: draining().reason });
  await Promise.all(connections.map((connection) => connection.waitForPendingMessages()));
};

/** Stores whatever is in memory, once: what the api does not take now is in Redis for the next node. */
export const storeAll = async ({ instance, documents, logger }: Needs): Promise<void> => {
  const open = [...instance.documents.values()];
  const store = async (document: Document): Promise<void> => {
    await sendAway(document);
    if (documents.of(document)?.isSaved === false) await storeNow(instance, document);
  };
  try {
    await withDeadline(Promise.all(open.map(store)), deadlineMs, 'Storing all documents');
  } catch (error) {
    logger.error({ err: error, documents: open.length }, 'not every document was stored');
  }
};
