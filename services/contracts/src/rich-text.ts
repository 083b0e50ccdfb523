import { z } from 'zod';
import { linkPattern, maxLinkLength, maxRichTextBytes, variableNames } from './names/index.ts';

const href = z.string().max(maxLinkLength).regex(linkPattern, 'expected an http, https or mailto link');

const mark = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('bold') }),
  z.strictObject({ type: z.literal('italic') }),
  z.strictObject({ type: z.literal('link'), attrs: z.strictObject({ href }) }),
]);
export type RichTextMark = z.infer<typeof mark>;

const text = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1),
  marks: z
    .array(mark)
    .refine(
      (marks) => new Set(marks.map(({ type }) => type)).size === marks.length,
      'expected each mark once',
    )
    .optional(),
});
const hardBreak = z.strictObject({ type: z.literal('hardBreak') });
/** A word that the server fills in for each session, such as the participant's name. */
const variable = z.strictObject({
  type: z.literal('variable'),
  attrs: z.strictObject({ name: z.enum(variableNames) }),
});

const inline = z.discriminatedUnion('type', [text, hardBreak, variable]);
export type RichTextInline = z.infer<typeof inline>;

const paragraph = z.strictObject({ type: z.literal('paragraph'), content: z.array(inline).optional() });
const heading = z.strictObject({
  type: z.literal('heading'),
  attrs: z.strictObject({ level: z.int().min(1).max(3) }),
  content: z.array(inline).optional(),
});
const listItem = z.strictObject({ type: z.literal('listItem'), content: z.array(paragraph).min(1) });
const bulletList = z.strictObject({ type: z.literal('bulletList'), content: z.array(listItem).min(1) });
const orderedList = z.strictObject({ type: z.literal('orderedList'), content: z.array(listItem).min(1) });

const block = z.discriminatedUnion('type', [paragraph, heading, bulletList, orderedList]);
export type RichTextBlock = z.infer<typeof block>;

/** A text of a project: a small closed ProseMirror document, stored as JSON, never as HTML. */
export const richText = z
  .strictObject({ type: z.literal('doc'), content: z.array(block).min(1) })
  .refine((doc) => new TextEncoder().encode(JSON.stringify(doc)).length <= maxRichTextBytes, {
    message: `expected at most ${String(maxRichTextBytes)} bytes`,
  });
export type RichText = z.infer<typeof richText>;

const inlineText = (node: RichTextInline): string => {
  if (node.type === 'text') return node.text;
  return node.type === 'hardBreak' ? '\n' : `{${node.attrs.name}}`;
};

const blockText = (node: RichTextBlock): string => {
  if (node.type === 'paragraph' || node.type === 'heading')
    return (node.content ?? []).map(inlineText).join('');
  return node.content
    .map((item, index) => {
      const bullet = node.type === 'bulletList' ? '•' : `${String(index + 1)}.`;
      return `${bullet} ${item.content.map(blockText).join('\n')}`;
    })
    .join('\n');
};

/** The plain text of a document: blocks on lines of their own, variables as `{name}`. */
export const plainText = (doc: RichText): string => doc.content.map(blockText).join('\n');

/** A document of paragraphs, one for each line. */
export const richTextOf = (lines: string): RichText => ({
  type: 'doc',
  content: lines.split('\n').map((content) => ({
    type: 'paragraph' as const,
    ...(content === '' ? {} : { content: [{ type: 'text' as const, text: content }] }),
  })),
});
