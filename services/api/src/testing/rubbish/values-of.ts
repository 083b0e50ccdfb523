import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { z } from 'zod';
import { rubbishValue } from './rubbish-values.ts';

type Schema = z.core.$ZodType;
type Walk = (schema: Schema) => Arbitrary<unknown>;
type Check = { check?: string; format?: string; pattern?: RegExp; value?: number; minimum?: number };

/** The parts of a schema's definition that are read here; which of them it has goes by its type. */
type Definition = Check & {
  type: string;
  checks: { _zod: { def: Check } }[] | undefined;
  shape: Record<string, Schema>;
  element: Schema;
  innerType: Schema | undefined;
  in: Schema;
  keyType: Schema;
  valueType: Schema;
  options: Schema[];
  entries: Record<string, string> | undefined;
  values: unknown[];
};

const definitionOf = (schema: Schema): Definition => schema._zod.def as unknown as Definition;

const checksOf = (definition: Definition): Check[] => [
  definition,
  ...(definition.checks ?? []).map((check) => check._zod.def),
];

const words = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('Ada', 'talk', 'a', 'Grüße 👋', 'en', 'x'.repeat(60)) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
);

const byFormat: Record<string, Arbitrary<string>> = {
  email: fc.constantFrom('ada@example.org', 'GRACE@example.org', `${'a'.repeat(60)}@example.org`),
  uuid: fc.uuid(),
  url: fc.webUrl(),
  datetime: fc
    .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
};

const stringsOf = (definition: Definition): Arbitrary<unknown> => {
  const checks = checksOf(definition);
  const named = checks.map(({ format = '' }) => byFormat[format]).find((known) => known !== undefined);
  const pattern = checks.find((check) => check.pattern)?.pattern;
  return named ?? (pattern ? matching(pattern) : words);
};

const matching = (pattern: RegExp): Arbitrary<string> => {
  try {
    return fc.stringMatching(pattern);
  } catch {
    // The generator does not know all of the syntax; words are tried instead.
    return words;
  }
};

const boundsOf = (checks: Check[], name: string): number[] =>
  checks.flatMap(({ check, value }) => (check === name && value !== undefined ? [value] : []));

const numbersOf = (definition: Definition): Arbitrary<number> => {
  const checks = checksOf(definition);
  const min = Math.ceil(Math.max(...boundsOf(checks, 'greater_than'), -10));
  const max = Math.floor(Math.min(...boundsOf(checks, 'less_than'), Math.max(min, 1) * 1_000));
  return fc.oneof(fc.integer({ min, max }), fc.integer({ min, max: Math.min(max, min + 5) }));
};

const arraysOf = (definition: Definition, walk: Walk): Arbitrary<unknown> => {
  const least = checksOf(definition).find(({ check }) => check === 'min_length')?.minimum ?? 0;
  return fc.array(walk(definition.element), { minLength: least, maxLength: least + 2 });
};

const recordsOf = ({ keyType, valueType }: Definition, walk: Walk): Arbitrary<unknown> => {
  const { entries } = definitionOf(keyType);
  if (!entries) return fc.dictionary(walk(keyType).map(String), walk(valueType), { maxKeys: 4 });
  return fc.record(Object.fromEntries(Object.values(entries).map((key) => [key, walk(valueType)])));
};

/** Stands in a body for a value of the world that a test has built: `{{slug}}`. */
export const placeholder = /"\{\{(\w+)\}\}"/g;

const isNumber = (schema: Schema): boolean => {
  const { type, innerType } = definitionOf(schema);
  return type === 'number' || (innerType !== undefined && isNumber(innerType));
};

const fieldOf = (key: string, schema: Schema, walk: Walk): Arbitrary<unknown> => {
  const isKnown = key.endsWith('_id') ? isNumber(schema) : /^(slug|version)$/.test(key);
  if (!isKnown) return walk(schema);
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(`{{${key}}}`) },
    { weight: 1, arbitrary: walk(schema) },
  );
};

const objectsOf = ({ shape }: Definition, walk: Walk): Arbitrary<object> => {
  const fields = Object.fromEntries(
    Object.entries(shape).map(([key, schema]) => [key, fieldOf(key, schema, walk)]),
  );
  const isOptional = (schema: Schema): boolean => ['optional', 'default'].includes(definitionOf(schema).type);
  const required = Object.entries(shape).flatMap(([key, schema]) => (isOptional(schema) ? [] : [key]));
  return fc.record(fields, { requiredKeys: required });
};

const innerOf = ({ innerType }: Definition, walk: Walk): Arbitrary<unknown> =>
  innerType ? walk(innerType) : fc.constant(undefined);

const generators: Record<string, (definition: Definition, walk: Walk) => Arbitrary<unknown>> = {
  object: objectsOf,
  array: arraysOf,
  record: recordsOf,
  string: stringsOf,
  number: numbersOf,
  boolean: () => fc.boolean(),
  literal: ({ values }) => fc.constantFrom(...values),
  enum: ({ entries }) => fc.constantFrom(...Object.values(entries ?? {})),
  union: ({ options }, walk) => fc.oneof(...options.map(walk)),
  pipe: (definition, walk) => walk(definition.in),
  optional: innerOf,
  default: innerOf,
  nullable: (definition, walk) => fc.oneof(innerOf(definition, walk), fc.constant(null)),
  undefined: () => fc.constant(undefined),
};

/** What refinements ask is not known here, so not everything is valid. */
const described: Walk = (schema) => {
  const definition = definitionOf(schema);
  return generators[definition.type]?.(definition, described) ?? rubbishValue;
};

/** The same, with rubbish in the place of some of its parts, fields left out, and fields that nobody asked for. */
const mutated: Walk = (schema) => {
  const definition = definitionOf(schema);
  const values = generators[definition.type]?.(definition, mutated) ?? rubbishValue;
  const kept = { weight: 30, arbitrary: values };
  const replaced = { weight: 1, arbitrary: rubbishValue };
  if (definition.type !== 'object') return fc.oneof(kept, replaced);
  const objects = values as Arbitrary<object>;
  const more = fc
    .tuple(objects, fc.string(), rubbishValue)
    .map(([all, key, value]) => ({ ...all, [key]: value }));
  const less = fc
    .tuple(objects, fc.nat())
    .map(([all, at]) => Object.fromEntries(Object.entries(all).filter((_field, place) => place !== at % 5)));
  return fc.oneof(kept, replaced, { weight: 1, arbitrary: more }, { weight: 1, arbitrary: less });
};

/** Inputs that a schema describes, and mutations of them. */
export const valuesOf: Walk = (schema) => fc.oneof(described(schema), mutated(schema));
