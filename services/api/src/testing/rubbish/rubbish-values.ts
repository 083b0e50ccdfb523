import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 ? { a: value } : [value];
  return value;
};

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '\udc00x',
    '\u202e\u200b\ufeff',
    '\uffff',
    '0',
    '-1',
    '1e309',
    'null',
    'NaN',
    '__proto__',
    'constructor',
    "' or 1=1 --",
    '{"a":1}',
    '../../etc/passwd',
    '9007199254740993',
    '2026-02-30T00:00:00Z',
    '0000-01-01T00:00:00.000Z',
    '+275760-09-13T00:00:00.000Z',
    '👩‍👩‍👧‍👦',
    'e\u0301'.repeat(50),
    'x'.repeat(10_000),
    'é'.repeat(70_000),
  ),
);

const numbers = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, -1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 63, 1e308, -1e308, 5e-324),
);

const containers = fc.oneof(
  fc.constantFrom(nested(3), nested(33), nested(200)),
  fc.constantFrom(Array<number>(3_000).fill(1), Object.fromEntries(Array(2_000).entries())),
  fc.object({ maxDepth: 3, withNullPrototype: false }),
  fc.constant(JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')),
);

/** Values that JSON can carry and no field wants. */
export const rubbishValue: Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: texts },
  { weight: 2, arbitrary: numbers },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]]) },
  { weight: 1, arbitrary: containers },
);

/** What can stand in a path or a query; percent signs are as they are written, so not all of it decodes. */
export const rubbishInAddress: Arbitrary<string> = fc.oneof(
  texts.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 4_000)),
  fc.constantFrom('%00', '%', '%zz', '%E0%A4%A', '%ff', '%ed%a0%80', '..', '.', '%2e%2e%2f', '%2F', '1%20'),
  fc
    .constantFrom('0', '-1', '1.5', '1e3', '0x1', '01', '９', '99999999999999999999', '9007199254740991')
    .map(encodeURIComponent),
);
