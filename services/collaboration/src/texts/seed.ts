import type { RichText } from '@convomatic/contracts';
import { documentFragment } from '@convomatic/contracts/names';
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import { createHash } from 'node:crypto';
import { Doc, encodeStateAsUpdate } from 'yjs';
import { schema } from './schema.ts';

export type Seed = { name: string; generation: number; text: RichText };

/** Yjs client ids are 32 bits. One generation has one text, so the same id never stands for other words. */
const seedClientId = ({ name, generation }: Pick<Seed, 'name' | 'generation'>): number =>
  createHash('sha256')
    .update(`${name} ${String(generation)}`)
    .digest()
    .readUInt32BE();

/** A text as the first state of a Yjs document: the same bytes wherever it is made, so that two seeds merge into one text. */
export const seedState = ({ text, ...seed }: Seed): Uint8Array => {
  const doc = new Doc();
  doc.clientID = seedClientId(seed);
  doc.transact(() => prosemirrorJSONToYXmlFragment(schema, text, doc.getXmlFragment(documentFragment)));
  const state = encodeStateAsUpdate(doc);
  doc.destroy();
  return state;
};
