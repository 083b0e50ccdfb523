import type { RichText } from '@convomatic/contracts';
import type { Logger } from '@convomatic/kit/logger';
import type { Document, Extension } from '@hocuspocus/server';
import { isDeepStrictEqual } from 'node:util';
import type { DocumentsApi } from '../documents-api.ts';
import type { Meters } from '../meters.ts';
import { unavailable } from '../refusal.ts';
import { storeSoon } from '../store/index.ts';
import type { HeldDocuments, KeptState, States } from '../store/index.ts';
import { readText, seedState } from '../texts/index.ts';

type Needs = {
  api: Pick<DocumentsApi, 'load'>;
  states: States;
  documents: HeldDocuments;
  /** This run of this node. */
  owner: string;
  meters: Meters;
  logger: Logger;
};

/**
 * Brings a text into memory: the state that the last node left in Redis if it still belongs to the text, else a seed
 * made of the text. Clients never seed: two of them would give the text twice.
 */
export const createLoad = ({ api, states, documents, owner, meters, logger }: Needs): Extension => {
  /** Nobody is let in without Redis: a state that is there would be overwritten. */
  const orUnavailable = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      logger.warn({ err: error }, 'states are away');
      throw unavailable();
    }
  };

  const restore = (document: Document, kept: KeptState, saved: RichText): Uint8Array => {
    const held = documents.hold(document, kept.generation);
    // The node before this one ended between its last keeping and its last save.
    if (!isDeepStrictEqual(readText(kept.state), saved)) held.change();
    meters.loads.inc({ source: 'state' });
    return kept.state;
  };

  const seed = async (document: Document, generation: number, text: RichText): Promise<Uint8Array> => {
    const { name } = document;
    const state = seedState({ name, generation, text });
    await orUnavailable(states.write(name, { generation, state }));
    documents.hold(document, generation);
    meters.loads.inc({ source: 'seed' });
    return state;
  };

  return {
    extensionName: 'load',
    onLoadDocument: async ({ document, documentName }) => {
      const kept = await orUnavailable(states.read(documentName));
      const loaded = await api.load(documentName, { owner, generation: kept?.generation ?? null });
      return kept?.generation === loaded.generation
        ? restore(document, kept, loaded.text)
        : seed(document, loaded.generation, loaded.text);
    },
    afterLoadDocument: ({ document, instance }) => {
      if (documents.of(document)?.isSaved === false) storeSoon(instance, document);
      return Promise.resolve();
    },
  };
};
