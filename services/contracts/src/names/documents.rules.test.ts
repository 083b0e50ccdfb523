import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { documentName, documentTypeOf, documentTypes, parseDocumentName } from './documents.ts';
import type { DocumentAddress, DocumentType } from './documents.ts';

const types = Object.keys(documentTypes) as DocumentType[];

const addresses: fc.Arbitrary<DocumentAddress> = fc
  .record({ type: fc.constantFrom(...types), id: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }) })
  .chain(({ type, id }) =>
    fc.constantFrom(...documentTypeOf({ type }).fields).map((field) => ({ type, id, field })),
  );

describe('the name of a document', () => {
  it('CO1 is read back as what it was made of', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        expect(parseDocumentName(documentName(address))).toEqual(address);
      }),
    );
  });

  it('CO1 has one spelling: whatever is read is written as it was', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...types,
        'body',
        'welcome',
        'constructor',
        '__proto__',
        '-',
        '--',
        '\0',
        '\n',
        ' ',
        'ß',
      ),
      fc.integer().map(String),
      fc.constantFrom('0', '01', '1e3', '0x1', '9007199254740993', '1.0', '+1'),
      fc.string({ maxLength: 5 }),
    );
    const nearly = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    const joined = fc.tuple(piece, piece, piece).map((pieces) => pieces.join('-'));
    fc.assert(
      fc.property(fc.oneof(nearly, joined, fc.string({ unit: 'binary' })), (name) => {
        const address = parseDocumentName(name);
        if (address) expect(documentName(address)).toBe(name);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '',
    'prompt-1',
    'prompt-1-welcome',
    'prompt-0-body',
    'prompt--1-body',
    'prompt-01-body',
    'prompt-9007199254740993-body',
    'Prompt-1-body',
    'prompt-1-body ',
    'prompt-1-body\n',
    'prompt-1-body-body',
    'constructor-1-body',
    'toString-1-length',
    `prompt-1-${'b'.repeat(200)}`,
  ])('CO1 is not %j', (name) => {
    expect(parseDocumentName(name)).toBeUndefined();
  });
});
