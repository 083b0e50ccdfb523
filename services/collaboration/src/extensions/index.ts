import type { Logger } from '@convomatic/kit/logger';
import type { Extension } from '@hocuspocus/server';
import type { DocumentsApi } from '../documents-api.ts';
import type { Meters } from '../meters.ts';
import type { HeldDocuments, Settle, States } from '../store/index.ts';
import { createAuthorise } from './authorise.ts';
import { createFence } from './fence.ts';
import { guardHooks } from './guard.ts';
import { createLoad } from './load.ts';
import { createNames } from './names.ts';
import { createStore } from './store.ts';
import { createTrack } from './track.ts';
import { createUnload } from './unload.ts';

type Needs = {
  api: DocumentsApi;
  states: States;
  documents: HeldDocuments;
  settle: Settle;
  /** This run of this node. */
  owner: string;
  isDraining: () => boolean;
  meters: Meters;
  logger: Logger;
};

/** What makes Hocuspocus ours: each part has one concern, and they run in this order. */
export const createExtensions = (needs: Needs): Extension[] =>
  [createAuthorise, createLoad, createFence, createNames, createTrack, createStore, createUnload].map(
    (create) => guardHooks(create(needs), needs),
  );
