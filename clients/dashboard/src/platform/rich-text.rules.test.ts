import { describe, expect, it } from '@jest/globals';
import { plainText, richTextOf } from '@convomatic/contracts';
import type { RichText } from '@convomatic/contracts';
import fc from 'fast-check';
import { isEmpty, linesOf, paragraphsOf } from './rich-text.ts';

const rich: RichText = {
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Rules' }] },
    {
      type: 'orderedList',
      content: [
        { type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Be kind' }] }] },
        { type: 'listItem', content: [{ type: 'paragraph' }, { type: 'paragraph' }] },
      ],
    },
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'Hello ' },
        { type: 'variable', attrs: { name: 'name' } },
        { type: 'hardBreak' },
        { type: 'text', text: 'you', marks: [{ type: 'italic' }] },
      ],
    },
  ],
};

describe('texts', () => {
  it('become the same lines and paragraphs as by contracts', () => {
    expect(linesOf(rich)).toBe(plainText(rich));
    fc.assert(
      fc.property(fc.string(), (lines) => {
        expect(paragraphsOf(lines)).toEqual(richTextOf(lines));
        expect(linesOf(paragraphsOf(lines))).toBe(lines);
      }),
    );
  });

  it('are empty when they show nothing', () => {
    expect(isEmpty(paragraphsOf(' \n '))).toBe(true);
    expect(isEmpty(rich)).toBe(false);
  });
});
