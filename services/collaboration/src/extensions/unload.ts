import type { Extension } from '@hocuspocus/server';
import type { HeldDocuments } from '../store/index.ts';
import { dropped } from '../refusal.ts';

type Needs = { documents: HeldDocuments };

/**
 * What would be lost stays in memory. A dropped document goes without this; when its clients' ends are heard later,
 * they must not take along the new document of the same name.
 */
export const createUnload = ({ documents }: Needs): Extension => ({
  extensionName: 'unload',
  beforeUnloadDocument: ({ instance, document, documentName }) => {
    const isCurrent = instance.documents.get(documentName) === document;
    if (!isCurrent || documents.of(document)?.isSafe === false) throw dropped();
    return Promise.resolve();
  },
});
