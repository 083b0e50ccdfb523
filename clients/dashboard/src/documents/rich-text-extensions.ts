import { richTextMarks, richTextNodes } from '@convomatic/contracts/names';
import type { Attributes, Extensions } from '@tiptap/core';
import { Bold } from '@tiptap/extension-bold';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Heading } from '@tiptap/extension-heading';
import { Italic } from '@tiptap/extension-italic';
import { BulletList, ListItem, OrderedList } from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Text } from '@tiptap/extension-text';
import { SafeLink } from './safe-link.ts';
import { Variable } from './variable.ts';

type Specs = { attrs?: Record<string, { validate: (value: unknown) => void }> };

/** TipTap's attributes have a default, or are required: the schema's are all required. */
const attributesOf = ({ attrs = {} }: Specs, how: Attributes = {}): Attributes =>
  Object.fromEntries(
    Object.entries(attrs).map(([name, spec]) => [
      name,
      { ...spec, isRequired: true, default: undefined, ...how[name] },
    ]),
  );

const { doc, paragraph, heading, bulletList, orderedList, listItem, text, hardBreak, variable } =
  richTextNodes;
const { link, bold, italic } = richTextMarks;

/**
 * TipTap's keys, commands and parsing on exactly the schema that the server has: whatever else is pasted falls away.
 */
export const richTextExtensions: Extensions = [
  Document.extend(doc),
  Paragraph.extend(paragraph),
  Heading.extend({
    group: heading.group,
    content: heading.content,
    defining: heading.defining,
    addAttributes: () => attributesOf(heading, { level: { rendered: false } }),
  }).configure({ levels: [1, 2, 3] }),
  BulletList.extend({ ...bulletList, addAttributes: () => attributesOf({}) }),
  OrderedList.extend({ ...orderedList, addAttributes: () => attributesOf({}) }),
  ListItem.extend({ ...listItem, addAttributes: () => attributesOf({}) }),
  Text.extend(text),
  HardBreak.extend(hardBreak),
  Variable.extend({
    group: variable.group,
    inline: variable.inline,
    atom: variable.atom,
    addAttributes: () =>
      attributesOf(variable, {
        name: { parseHTML: (element: HTMLElement) => element.dataset.variable, rendered: false },
      }),
  }),
  SafeLink.extend({ inclusive: link.inclusive, addAttributes: () => attributesOf(link) }),
  Bold.extend(bold),
  Italic.extend(italic),
];
