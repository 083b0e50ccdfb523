import type { DocumentSaving } from '@convomatic/contracts/names';
import type { Document } from '@hocuspocus/server';

/** To everybody who has the document open. */
export const tell = (document: Document, message: DocumentSaving): void => {
  document.broadcastStateless(JSON.stringify(message));
};
