import { plainText, richTextOf } from '@convomatic/contracts';
import type { RichText } from '@convomatic/contracts';
import { describe, expect, it } from '@jest/globals';
import { getSchema } from '@tiptap/core';
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import { Doc, XmlElement } from 'yjs';
import { richTextExtensions } from './rich-text-extensions.ts';
import { wordsOf } from './fragment-words.ts';

const schema = getSchema(richTextExtensions);
const fragmentOf = (text: RichText) =>
  prosemirrorJSONToYXmlFragment(schema, text, new Doc().getXmlFragment('default'));

describe('the words of a text', () => {
  it('are a line for each block', () => {
    const text = richTextOf('one\n\nthree 議 🙂');
    expect(wordsOf(fragmentOf(text))).toBe(plainText(text));
  });

  it('have marks, breaks and variables as they are read', () => {
    const text: RichText = {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'Hello ', marks: [{ type: 'bold' }] },
            { type: 'variable', attrs: { name: 'name' } },
            { type: 'hardBreak' },
            { type: 'text', text: 'there' },
          ],
        },
      ],
    };
    expect(wordsOf(fragmentOf(text))).toBe('Hello {name}\nthere');
  });

  it('are got from a text outside the schema too', () => {
    const fragment = fragmentOf(richTextOf('kept'));
    fragment.insert(1, [new XmlElement('video')]);
    expect(wordsOf(fragment)).toBe('kept\n');
  });
});
