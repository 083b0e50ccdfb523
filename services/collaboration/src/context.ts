import type { DocumentMode, DocumentUser } from '@convomatic/contracts/names';

/** What is known of a connection to a document since it was let in. */
export type Context = {
  user: DocumentUser;
  mode: DocumentMode;
  /** Of the Yjs document that the client comes with; undefined for an empty one. */
  generation: number | undefined;
};
