import type { RichText, RichTextBlock, RichTextInline } from '@convomatic/contracts';

type Variables = Record<string, string>;

const inlineText = (node: RichTextInline, variables: Variables): string => {
  if (node.type === 'text') return node.text;
  return node.type === 'hardBreak' ? ' ' : (variables[node.attrs.name] ?? '');
};

const blockText = (block: RichTextBlock, variables: Variables): string =>
  block.type === 'paragraph' || block.type === 'heading'
    ? (block.content ?? []).map((node) => inlineText(node, variables)).join('')
    : block.content
        .map((item) => item.content.map((line) => blockText(line, variables)).join(' '))
        .join(', ');

/** A text as it is read aloud. */
export const plainText = (doc: RichText, variables: Variables): string =>
  doc.content.map((block) => blockText(block, variables)).join(' ');
