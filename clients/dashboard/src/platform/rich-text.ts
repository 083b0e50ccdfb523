import type { RichText } from '@convomatic/contracts';

type Block = RichText['content'][number];
type Inline = NonNullable<Extract<Block, { type: 'paragraph' }>['content']>[number];

const inlineText = (node: Inline): string => {
  if (node.type === 'text') return node.text;
  return node.type === 'hardBreak' ? '\n' : `{${node.attrs.name}}`;
};

const blockLines = (block: Block): string => {
  if (block.type === 'paragraph' || block.type === 'heading')
    return (block.content ?? []).map(inlineText).join('');
  const bullet = (index: number): string => (block.type === 'bulletList' ? '•' : `${String(index + 1)}.`);
  return block.content
    .map((item, index) => `${bullet(index)} ${item.content.map(blockLines).join('\n')}`)
    .join('\n');
};

// The next two are contracts' own in the browser's edition: the same words (a test compares them) without zod in the bundle.

export const linesOf = (doc: RichText): string => doc.content.map(blockLines).join('\n');

export const paragraphsOf = (lines: string): RichText => ({
  type: 'doc',
  content: lines.split('\n').map((line) => ({
    type: 'paragraph' as const,
    ...(line === '' ? {} : { content: [{ type: 'text' as const, text: line }] }),
  })),
});

export const isEmpty = (doc: RichText): boolean => linesOf(doc).trim() === '';
