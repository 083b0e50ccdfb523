import { richTextOf } from '@convomatic/contracts';
import type { RichText } from '@convomatic/contracts';
import { documentFragment } from '@convomatic/contracts/names';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyUpdate, Doc, encodeStateAsUpdate, mergeUpdates, XmlElement, XmlText } from 'yjs';
import type { XmlFragment } from 'yjs';
import { readText } from './read-text.ts';
import { seedState } from './seed.ts';

const bold = { type: 'bold' } as const;
const everything: RichText = {
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Hello' }] },
    {
      type: 'paragraph',
      content: [
        { type: 'variable', attrs: { name: 'partners' } },
        { type: 'text', text: 'bold', marks: [bold] },
        { type: 'hardBreak' },
        {
          type: 'text',
          text: 'both',
          marks: [{ type: 'link', attrs: { href: 'https://example.org' } }, bold],
        },
      ],
    },
    {
      type: 'orderedList',
      content: [
        { type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'one' }] }] },
      ],
    },
    { type: 'paragraph' },
  ],
};

const name = 'prompt-7-body';
const lines = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replaceAll('\0', ''));

describe('a seed', () => {
  it('CO5 is the same bytes wherever it is made, and two of them are one text', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 1_000 }), (line, generation) => {
        const text = richTextOf(line);
        const [here, there] = [seedState({ name, generation, text }), seedState({ name, generation, text })];
        expect(Buffer.from(here).equals(there)).toBe(true);
        expect(readText(mergeUpdates([here, there]))).toEqual(text);
      }),
    );
  });

  it('CO5 is read back as it was, whatever a text may contain', () => {
    expect(readText(seedState({ name, generation: 1, text: everything }))).toEqual(everything);
  });

  it('CO5 of another generation, or of another document, is by another client', () => {
    const text = richTextOf('The same');
    const clientsOf = (state: Uint8Array): string => {
      const doc = new Doc();
      applyUpdate(doc, state);
      return [...doc.store.clients.keys()].join();
    };
    const seeds = [
      { name, generation: 1, text },
      { name, generation: 2, text },
      { name: 'prompt-8-body', generation: 1, text },
    ];
    expect(new Set(seeds.map((seed) => clientsOf(seedState(seed)))).size).toBe(3);
  });
});

const wordsOf = (fragment: XmlFragment): XmlText => (fragment.get(0) as XmlElement).get(0) as XmlText;

describe('the text of a state', () => {
  const change = (text: RichText, edit: (doc: Doc) => void): Uint8Array => {
    const doc = new Doc();
    applyUpdate(doc, seedState({ name, generation: 1, text }));
    edit(doc);
    return encodeStateAsUpdate(doc);
  };

  it('is one empty paragraph when everything was deleted', () => {
    const state = change(everything, (doc) => {
      const fragment = doc.getXmlFragment(documentFragment);
      fragment.delete(0, fragment.length);
    });
    expect(readText(state)).toEqual({ type: 'doc', content: [{ type: 'paragraph' }] });
  });

  it('leaves out what two people’s deletions made impossible, as their browsers do', () => {
    const state = change(everything, (doc) => {
      const list = doc.getXmlFragment(documentFragment).get(2) as XmlElement;
      list.delete(0, 1);
    });
    expect(readText(state)).toEqual({ ...everything, content: everything.content.toSpliced(2, 1) });
  });

  it.each<[string, (fragment: XmlFragment) => void]>([
    ['words outside any block', (fragment) => fragment.insert(0, [new XmlText('loose')])],
    ['an unknown block', (fragment) => fragment.insert(0, [new XmlElement('iframe')])],
    ['a heading without a level', (fragment) => fragment.insert(0, [new XmlElement('heading')])],
    ['an unknown mark', (fragment) => wordsOf(fragment).format(0, 2, { underline: {} })],
    [
      'a link to elsewhere',
      (fragment) => wordsOf(fragment).format(0, 2, { link: { href: 'javascript:alert(1)' } }),
    ],
    ['a picture between words', (fragment) => wordsOf(fragment).insertEmbed(1, { image: 'x' })],
  ])('CO8 is none where there is %s', (_what, edit) => {
    const state = change(richTextOf('Fine'), (doc) => {
      edit(doc.getXmlFragment(documentFragment));
    });
    expect(readText(state)).toBeUndefined();
  });
});
