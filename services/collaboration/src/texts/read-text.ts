import { documentFragment } from '@convomatic/contracts/names';
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap';
import { applyUpdate, Doc } from 'yjs';
import { schema } from './schema.ts';

/**
 * The text of a state, as JSON; undefined where no text can be made of it. Read from a copy, because reading takes
 * out what two people's changes left impossible (such as a list without items), just as their browsers do.
 */
export const readText = (state: Uint8Array): object | undefined => {
  const copy = new Doc();
  try {
    applyUpdate(copy, state);
    const root = yXmlFragmentToProseMirrorRootNode(copy.getXmlFragment(documentFragment), schema);
    const text = root.childCount > 0 ? root : schema.topNodeType.createAndFill();
    return text?.toJSON() as object | undefined;
  } catch {
    // Only a crafted update comes here: words outside any block.
    return undefined;
  } finally {
    copy.destroy();
  }
};
