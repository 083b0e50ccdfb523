import { documentToken, parseDocumentRefusal } from '@convomatic/contracts/names';
import type { DocumentMessage, DocumentRefusal } from '@convomatic/contracts/names';
import { HocuspocusProvider, WebSocketStatus } from '@hocuspocus/provider';
import type { HocuspocusProviderConfiguration, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import type { Awareness } from 'y-protocols/awareness';
import { Doc } from 'yjs';

interface ReplicaEvents {
  message: (message: DocumentMessage) => void;
  /** The server's text is here. */
  synced: () => void;
  typed: () => void;
  /** All that was typed here is at the server. */
  arrived: () => void;
  /** With the whole socket, which comes back by itself. */
  lost: () => void;
  refused: (refusal: DocumentRefusal) => void;
  peopleChanged: () => void;
}

export interface ReplicaNeeds {
  socket: HocuspocusProviderWebsocket;
  name: string;
  secret: string;
  on: ReplicaEvents;
}

/** One generation of a text in this page. */
export interface Replica {
  doc: Doc;
  awareness: Awareness;
  /** Asks the server again, on the same socket. */
  attach: () => void;
  detach: () => void;
  destroy: () => void;
}

/** What was typed meanwhile goes as one message: at most ten a second, of words and of cursors. */
const flushDelay = 100;

const eventsOf = (
  on: ReplicaEvents,
  socket: HocuspocusProviderWebsocket,
): Partial<HocuspocusProviderConfiguration> => ({
  onSynced: ({ state }) => {
    if (state) on.synced();
  },
  onUnsyncedChanges: ({ number }) => {
    if (number === 0) on.arrived();
  },
  onAuthenticationFailed: ({ reason }) => {
    on.refused(parseDocumentRefusal(reason));
  },
  // Comes for the socket, and for this document alone.
  onClose: ({ event }) => {
    if (socket.status === WebSocketStatus.Connected) on.refused(parseDocumentRefusal(event.reason));
    else on.lost();
  },
  onAwarenessChange: on.peopleChanged,
});

/** Begins empty and connects: the server alone gives the text. */
export const createReplica = ({ socket, name, secret, on }: ReplicaNeeds): Replica => {
  const doc = new Doc();
  let generation: number | undefined;

  const provider = new HocuspocusProvider({
    ...eventsOf(on, socket),
    ...{ name, document: doc, websocketProvider: socket, flushDelay },
    // Its own key on the socket: what a discarded replica had on the way never reaches its successor.
    sessionAwareness: true,
    token: () => documentToken(secret, generation),
    onStateless: ({ payload }) => {
      const message = JSON.parse(payload) as DocumentMessage;
      if (message.type === 'opened') ({ generation } = message);
      on.message(message);
    },
  });
  doc.on('update', (_update, origin) => {
    if (origin !== provider) on.typed();
  });
  provider.attach();

  const { awareness } = provider;
  if (!awareness) throw new Error('a provider has an awareness unless it is told not to');
  return {
    ...{ doc, awareness },
    attach: () => {
      provider.attach();
    },
    detach: () => {
      provider.detach();
    },
    destroy: () => {
      provider.destroy();
      doc.destroy();
    },
  };
};
