import { types } from 'pg';

type Parse = (text: string) => unknown;

const oid = {
  int8: 20,
  date: 1082,
  timestamptz: 1184,
  int8Array: 1016,
  dateArray: 1182,
  timestamptzArray: 1185,
};

/** By number: the driver's types know the built-in scalars alone, and arrays are others. */
const driverParser = types.getTypeParser as (type: number, format?: string) => Parse;

/** Ids travel as JSON numbers; one that a number cannot hold must never pass for another. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('An int8 from the database is beyond 2^53');
  return value;
}

const parseDate = driverParser(oid.timestamptz);

/** ISO 8601 in UTC with milliseconds, as it goes over the wire; infinity and years before Christ stay text. */
function parseTimestamp(text: string): string {
  const value = parseDate(text);
  return value instanceof Date ? value.toISOString() : text;
}

type Nested = string | null | Nested[];

function arrayOf(parse: Parse): Parse {
  const parseTexts = driverParser(oid.int8Array) as (text: string) => Nested[];
  const convert = (value: Nested): unknown => {
    if (value === null) return null;
    return Array.isArray(value) ? value.map(convert) : parse(value);
  };
  return (text) => parseTexts(text).map(convert);
}

const byOid = new Map<number, Parse>([
  [oid.int8, parseInt8],
  [oid.int8Array, arrayOf(parseInt8)],
  [oid.timestamptz, parseTimestamp],
  [oid.timestamptzArray, arrayOf(parseTimestamp)],
  [oid.date, (text) => text],
  [oid.dateArray, arrayOf((text) => text)],
]);

const parserOf = (type: number, format?: string): Parse =>
  (format === 'binary' ? undefined : byOid.get(type)) ?? driverParser(type, format);

/** How column values become JavaScript, for our pools alone: rows go to the wire as they are read. */
export const parsers = { getTypeParser: parserOf as typeof types.getTypeParser };
