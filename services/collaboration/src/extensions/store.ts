import { documentTypeOf, parseDocumentName } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { Extension } from '@hocuspocus/server';
import { encodeStateAsUpdate } from 'yjs';
import type { DocumentsApi, SaveOutcome } from '../documents-api.ts';
import type { HeldDocuments, KeptState, Settle, States } from '../store/index.ts';
import type { Meters } from '../meters.ts';
import { readText } from '../texts/index.ts';

type Needs = {
  api: Pick<DocumentsApi, 'save'>;
  states: States;
  documents: HeldDocuments;
  owner: string;
  settle: Settle;
  meters: Meters;
  logger: Logger;
};

type Saving = KeptState & { name: string; editors: number[] };

const isSavedByUs = (name: string): boolean => {
  const address = parseDocumentName(name);
  return address !== undefined && documentTypeOf(address).save === 'auto';
};

/** Keeps the state in Redis, then saves the text through the api: what is saved is never ahead of what is kept. */
export const createStore = (needs: Needs): Extension => {
  const { api, states, documents, owner, settle, meters, logger } = needs;

  const keep = async (name: string, kept: KeptState): Promise<boolean> => {
    try {
      await states.write(name, kept);
      return true;
    } catch (error) {
      // The text still goes to the api, and the next store keeps it.
      meters.stateFailures.inc();
      logger.warn({ err: error, document: name }, 'a state was not kept');
      return false;
    }
  };

  const save = async ({ name, generation, state, editors }: Saving): Promise<SaveOutcome> => {
    const text = readText(state);
    if (!text) return { outcome: 'refused' };
    const stop = meters.saveSeconds.startTimer();
    const result = await api.save(name, { owner, generation, text, editors });
    stop();
    return result;
  };

  return {
    extensionName: 'store',
    onStoreDocument: async ({ instance, document, documentName: name }) => {
      const held = documents.of(document);
      if (!held || held.isDropped || !isSavedByUs(name)) return;
      const { generation } = held;
      const { changes, editors } = held.beginSave();
      const state = encodeStateAsUpdate(document);
      const isKept = await keep(name, { generation, state });
      const result = await save({ name, generation, state, editors });
      meters.saves.inc({ outcome: result.outcome });
      await settle({ instance, document, held, changes, isKept }, result);
    },
  };
};
