import { describe, expect, it } from '@jest/globals';
import { findUnstorable } from './text.ts';

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

describe('what cannot be stored', () => {
  it.each([null, undefined, 1, true, '', 'Grüße 👋🏽 \u{1F468}‍👩‍👧', { a: [{ b: 'c' }] }, nested(32)])(
    'is not found in %j',
    (value) => {
      expect(findUnstorable(value)).toBeUndefined();
    },
  );

  it('is found where it is', () => {
    expect(findUnstorable({ content: [{ text: 'a' }, { text: 'b\0' }] })).toEqual({
      'content.1.text': 'must not contain a NUL character',
    });
    expect(findUnstorable({ text: 'half \ud83d' })).toEqual({ text: 'must be well-formed Unicode' });
    expect(findUnstorable('\udc00')).toEqual({ body: 'must be well-formed Unicode' });
  });

  it('is found in the names of fields', () => {
    expect(findUnstorable({ outer: { 'a\0': 1 } })).toEqual({ outer: 'must not contain a NUL character' });
  });

  it('is found in what is nested too deep, however deep', () => {
    const problem = Object.values(findUnstorable(nested(33)) ?? {});
    expect(problem).toEqual(['must not be nested deeper than 32']);
    const depth = 200_000;
    expect(findUnstorable(JSON.parse('['.repeat(depth) + ']'.repeat(depth)))).toBeDefined();
  });
});
