import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Node, Schema } from 'prosemirror-model';
import { isDeepStrictEqual } from 'node:util';
import { headingLevels, richTextMarks, richTextNodes, variableNames } from './names/index.ts';
import { richText } from './rich-text.ts';

type Json = { [key: string]: Json | Json[] | string | number };

const schema = new Schema({ nodes: richTextNodes, marks: richTextMarks });

const rank = (mark: Json): number => Object.keys(richTextMarks).indexOf(mark.type as string);

/** Texts side by side with the same marks are one. */
const joinTexts = (nodes: Json[], node: Json): Json[] => {
  const last = nodes.at(-1);
  if (last?.type !== 'text' || node.type !== 'text' || !isDeepStrictEqual(last.marks, node.marks))
    return [...nodes, node];
  return [...nodes.slice(0, -1), { ...last, text: `${last.text as string}${node.text as string}` }];
};

/** A document as ProseMirror writes it: no empty lists, which say nothing, and marks in the order of the schema. */
const canonical = (node: Json): Json => {
  const { content, marks, ...rest } = node as { content?: Json[]; marks?: Json[] } & Json;
  return {
    ...rest,
    ...(content && content.length > 0 && { content: content.map(canonical).reduce(joinTexts, []) }),
    ...(marks && marks.length > 0 && { marks: marks.toSorted((left, right) => rank(left) - rank(right)) }),
  };
};

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Whether ProseMirror takes the document, and as it is: unknown attributes it would leave out. */
const prosemirrorAccepts = (document: Json): boolean => {
  try {
    const node = Node.fromJSON(schema, document);
    node.check();
    return isDeepStrictEqual(asJson(node), document);
  } catch {
    return false;
  }
};

const mark: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>({ type: 'bold' }, { type: 'italic' }),
  fc
    .constantFrom(
      'https://example.org/a',
      'mailto:a@example.org',
      'HTTP://example.org',
      'javascript:alert(1)',
      'x',
    )
    .map((href): Json => ({ type: 'link', attrs: { href } })),
);

const text = fc
  .record({ text: fc.string({ minLength: 1, maxLength: 4 }), marks: fc.array(mark, { maxLength: 3 }) })
  .map((fields): Json => ({ type: 'text', ...fields }));

const inline: fc.Arbitrary<Json> = fc.oneof(
  text,
  fc.constant<Json>({ type: 'hardBreak' }),
  fc.constantFrom(...variableNames, 'other').map((name): Json => ({ type: 'variable', attrs: { name } })),
);

const inlines = fc.array(inline, { maxLength: 3 });
const paragraph = inlines.map((content): Json => ({ type: 'paragraph', content }));
const heading = fc
  .record({ level: fc.constantFrom<number>(...headingLevels, ...headingLevels, 4), content: inlines })
  .map(({ level, content }): Json => ({ type: 'heading', attrs: { level }, content }));
const item = fc
  .array(paragraph, { minLength: 1, maxLength: 2 })
  .map((content): Json => ({ type: 'listItem', content }));
const list = fc
  .record({
    type: fc.constantFrom('bulletList', 'orderedList'),
    content: fc.array(item, { minLength: 1, maxLength: 2 }),
  })
  .map((fields): Json => fields);
const block = fc.oneof(paragraph, heading, list);
const document = fc
  .array(block, { minLength: 1, maxLength: 3 })
  .map((content): Json => ({ type: 'doc', content }));

const nodesOf = (node: Json): Json[] => [
  node,
  ...((node.content as Json[] | undefined) ?? []).flatMap(nodesOf),
];

const faults: ((node: Json, other: Json) => void)[] = [
  (node, other) => (node.type = other.type ?? 'x'),
  (node) => delete node.attrs,
  (node) => delete node.content,
  (node) => (node.attrs = { level: 2, start: 3 }),
  (node) => (node.content = []),
  (node, other) => (node.content = [structuredClone(other)]),
  (node) => (node.surprise = 1),
  (node) => (node.type = 'image'),
];

/** A document in which one thing was changed, so that it is often just wrong. */
const damaged = fc
  .record({ document, fault: fc.constantFrom(...faults), place: fc.nat(), other: fc.nat() })
  .map(({ document: sound, fault, place, other }) => {
    const copy = structuredClone(sound);
    const nodes = nodesOf(copy);
    const pick = (index: number): Json => nodes[index % nodes.length] ?? copy;
    fault(pick(place), structuredClone(pick(other)));
    return copy;
  });

describe('the schema of rich text', () => {
  it('CO2 accepts in ProseMirror exactly what it accepts in the contract', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(document, damaged), (generated) => {
        const json = asJson(canonical(generated)) as Json;
        const isAccepted = richText.safeParse(json).success;
        if (isAccepted) accepted += 1;
        expect(prosemirrorAccepts(json)).toBe(isAccepted);
      }),
      { numRuns: 3_000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });

  it('CO2 begins a text with a paragraph', () => {
    expect(schema.topNodeType.createAndFill()?.toJSON()).toEqual({
      type: 'doc',
      content: [{ type: 'paragraph' }],
    });
  });
});
