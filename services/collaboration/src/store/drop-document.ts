import type { Logger } from '@convomatic/kit/logger';
import type { Document, Hocuspocus } from '@hocuspocus/server';
import type { HeldDocuments } from './held-documents.ts';
import type { Meters } from '../meters.ts';
import type { Refusal } from '../refusal.ts';
import type { Retries } from './retries.ts';

type Needs = { documents: HeldDocuments; retries: Retries; meters: Meters; logger: Logger };

const resetCode = 4205;

/** Takes a document out of memory without saving it and sends its clients away; whoever comes next loads it anew. */
export const createDrop =
  ({ documents, retries, meters, logger }: Needs) =>
  (instance: Hocuspocus, document: Document, { reason, refusal }: Refusal): void => {
    const held = documents.of(document);
    if (!held || held.isDropped) return;
    held.isDropped = true;
    retries.forget(document);
    meters.drops.inc({ reason: refusal.code });
    logger.info({ document: document.name, generation: held.generation, reason: refusal.code }, 'dropped');
    // Out of the map first: what closing a connection sets off must not find it.
    if (instance.documents.get(document.name) === document) instance.documents.delete(document.name);
    for (const connection of document.getConnections()) connection.close({ code: resetCode, reason });
    document.destroy();
  };

export type Drop = ReturnType<typeof createDrop>;
