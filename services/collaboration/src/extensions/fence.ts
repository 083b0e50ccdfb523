import type { DocumentMessage } from '@convomatic/contracts/names';
import type { beforeHandleMessagePayload, Connection, Extension } from '@hocuspocus/server';
import type { Context } from '../context.ts';
import type { HeldDocument, HeldDocuments } from '../store/index.ts';
import { dropped, generationChanged } from '../refusal.ts';

type Needs = { documents: HeldDocuments };

const isCurrent = ({ instance, document, documentName }: beforeHandleMessagePayload): boolean =>
  instance.documents.get(documentName) === document;

const greet = (connection: Connection<Context>, held: HeldDocument): void => {
  const { user, mode } = connection.context;
  const opened: DocumentMessage = {
    type: 'opened',
    generation: held.generation,
    mode,
    user,
    saved: held.isSaved,
  };
  connection.sendStateless(JSON.stringify(opened));
};

/**
 * Nothing of another generation is ever merged: before the first message of a connection is read, its generation is
 * compared. A client hears of the generation before it gets any text.
 */
export const createFence = ({ documents }: Needs): Extension => {
  const greeted = new WeakSet<Connection>();
  return {
    extensionName: 'fence',
    beforeHandleMessage: (payload) => {
      const held = documents.of(payload.document);
      // Somebody who joined while the last one left holds a document that nobody stores any more.
      if (!held || held.isDropped || !isCurrent(payload)) throw dropped();
      const connection = payload.connection as Connection<Context>;
      if (greeted.has(connection)) return Promise.resolve();
      const { generation = held.generation } = connection.context;
      if (generation !== held.generation) throw generationChanged();
      greeted.add(connection);
      greet(connection, held);
      return Promise.resolve();
    },
  };
};
