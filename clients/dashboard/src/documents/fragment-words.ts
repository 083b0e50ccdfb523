import { XmlElement, XmlText } from 'yjs';
import type { XmlFragment } from 'yjs';

const inlineWords = (text: XmlText): string =>
  (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
    .join('');

const leafWords = (element: XmlElement): string => {
  if (element.nodeName === 'hardBreak') return '\n';
  return element.nodeName === 'variable' ? `{${element.getAttribute('name') ?? ''}}` : '';
};

const isBlock = (node: unknown): boolean =>
  node instanceof XmlElement && node.nodeName !== 'hardBreak' && node.nodeName !== 'variable';

/** The words of a text, a line for each block: also of one that does not keep to the schema. */
export const wordsOf = (fragment: XmlFragment): string => {
  const nodes = fragment.toArray();
  const parts = nodes.map((node) => {
    if (node instanceof XmlText) return inlineWords(node);
    if (!(node instanceof XmlElement)) return '';
    return isBlock(node) ? wordsOf(node) : leafWords(node);
  });
  return parts.join(nodes.some(isBlock) ? '\n' : '');
};
