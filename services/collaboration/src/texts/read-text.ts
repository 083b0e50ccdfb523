import { documentFragment } from '@convomatic/contracts/names';
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap';
import { applyUpdate, Doc, XmlElement, XmlText } from 'yjs';
import { schema } from './schema.ts';

type Piece = { insert?: unknown; attributes?: Record<string, object> };

/** @throws for words with a mark, or something else than words, that the schema does not know. */
const requireKnownWords = (words: XmlText): void => {
  for (const { insert, attributes = {} } of words.toDelta() as Piece[]) {
    if (typeof insert !== 'string') throw new RangeError('expected words');
    for (const [mark, attrs] of Object.entries(attributes)) schema.mark(mark, attrs);
  }
};

/** @throws for a block, or an attribute, that the schema does not know. */
const requireKnown = (node: unknown): void => {
  if (!(node instanceof XmlElement)) throw new RangeError('expected a block');
  const type = schema.nodes[node.nodeName];
  if (!type) throw new RangeError('expected a known block');
  type.create(node.getAttributes());
  for (const child of node.toArray()) {
    if (child instanceof XmlText) requireKnownWords(child);
    else requireKnown(child);
  }
};

/**
 * The text of a state, as JSON; undefined where it holds what no client of ours makes. Read from a copy, because
 * reading takes out what two people's changes left impossible (such as a list without items), as their browsers do.
 */
export const readText = (state: Uint8Array): object | undefined => {
  const copy = new Doc();
  try {
    applyUpdate(copy, state);
    const fragment = copy.getXmlFragment(documentFragment);
    fragment.toArray().forEach(requireKnown);
    const root = yXmlFragmentToProseMirrorRootNode(fragment, schema);
    const text = root.childCount > 0 ? root : schema.topNodeType.createAndFill();
    return text?.toJSON() as object | undefined;
  } catch {
    return undefined;
  } finally {
    copy.destroy();
  }
};
