import { plainText, richText } from '@convomatic/contracts';
import { richTextMarks, richTextNodes } from '@convomatic/contracts/names';
import { describe, expect, it } from '@jest/globals';
import { getSchema } from '@tiptap/core';
import { Schema } from '@tiptap/pm/model';
import { richTextExtensions } from './rich-text-extensions.ts';

const theirs = new Schema({ nodes: richTextNodes, marks: richTextMarks });
const ours = getSchema(richTextExtensions);

const fields = ['content', 'group', 'inline', 'atom', 'defining', 'selectable', 'inclusive'] as const;

const shapeOf = (spec: Record<string, unknown>) =>
  Object.fromEntries(
    fields.filter((field) => spec[field] !== undefined).map((field) => [field, spec[field]]),
  );

const attributesOf = (spec: { attrs?: object }) => Object.keys(spec.attrs ?? {});

describe('the editor’s schema', () => {
  it('has the nodes and marks of contracts and no others', () => {
    expect(Object.keys(ours.nodes).sort()).toEqual(Object.keys(theirs.nodes).sort());
    expect(Object.keys(ours.marks)).toEqual(Object.keys(theirs.marks));
  });

  it('begins an empty text with a paragraph', () => {
    expect(ours.topNodeType.createAndFill()?.toJSON()).toEqual(theirs.topNodeType.createAndFill()?.toJSON());
  });

  it.each(Object.keys(theirs.nodes))('has the same node %s', (name) => {
    const [one, other] = [ours.nodes[name]?.spec ?? {}, theirs.nodes[name]?.spec ?? {}];
    expect(shapeOf(one)).toEqual(shapeOf(other));
    expect(attributesOf(one)).toEqual(attributesOf(other));
  });

  it.each(Object.keys(theirs.marks))('has the same mark %s', (name) => {
    const [one, other] = [ours.marks[name]?.spec ?? {}, theirs.marks[name]?.spec ?? {}];
    expect(shapeOf(one)).toEqual(shapeOf(other));
    expect(attributesOf(one)).toEqual(attributesOf(other));
  });

  it('takes what the api takes, and gives it back as it was', () => {
    const doc = richText.parse({
      type: 'doc',
      content: [
        { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Rules' }] },
        {
          type: 'orderedList',
          content: [{ type: 'listItem', content: [{ type: 'paragraph' }] }],
        },
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'Hello ' },
            { type: 'variable', attrs: { name: 'name' } },
            { type: 'hardBreak' },
            {
              type: 'text',
              text: 'here',
              marks: [{ type: 'link', attrs: { href: 'https://example.org' } }, { type: 'bold' }],
            },
          ],
        },
      ],
    });
    const node = ours.nodeFromJSON(doc);
    node.check();
    expect(richText.parse(node.toJSON())).toEqual(doc);
    expect(plainText(richText.parse(node.toJSON()))).toBe('Rules\n1. \nHello {name}\nhere');
  });

  it.each([
    [
      'a link to a script',
      { type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] },
    ],
    ['an unknown variable', { type: 'variable', attrs: { name: 'secret' } }],
  ])('refuses %s', (_what, inline) => {
    const doc = { type: 'doc', content: [{ type: 'paragraph', content: [inline] }] };
    expect(() => {
      ours.nodeFromJSON(doc).check();
    }).toThrow(RangeError);
  });
});
