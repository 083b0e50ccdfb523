import type { Document, Hocuspocus, onStoreDocumentPayload } from '@hocuspocus/server';

const payloadOf = (instance: Hocuspocus, document: Document): onStoreDocumentPayload => ({
  instance,
  document,
  documentName: document.name,
  clientsCount: document.getConnectionsCount(),
  lastContext: {},
  lastTransactionOrigin: { source: 'local' },
});

/** After the usual quiet, as if somebody had typed. */
export const storeSoon = (instance: Hocuspocus, document: Document): void => {
  void instance.storeDocumentHooks(document, payloadOf(instance, document));
};

/** Resolves when it, and a store that was under way, are done; how it went is the store's own business. */
export const storeNow = async (instance: Hocuspocus, document: Document): Promise<void> => {
  await instance.storeDocumentHooks(document, payloadOf(instance, document), true);
};
