import type { Extension } from '@hocuspocus/server';
import type { Context } from '../context.ts';
import { tell } from '../store/index.ts';
import type { HeldDocuments } from '../store/index.ts';

type Needs = { documents: HeldDocuments };

/** Knows what is not saved yet, and who typed it. */
export const createTrack = ({ documents }: Needs): Extension => ({
  extensionName: 'track',
  onChange: ({ document, context }) => {
    const held = documents.of(document);
    if (!held) return Promise.resolve();
    const wasSaved = held.isSaved;
    held.change((context as Partial<Context>).user?.id);
    if (wasSaved) tell(document, { type: 'saving' });
    return Promise.resolve();
  },
});
