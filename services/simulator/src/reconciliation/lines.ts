import type { Finding } from './finding.ts';

/** One thing that stands in a transcript or on a screen, with its number in the room. */
export interface Line {
  /** `message`, `prompt`, or the kind of another event. */
  what: string;
  room: string;
  seq: number;
  id: number;
  /** Everything about it that has to be the same for everyone, byte for byte. */
  content: string;
}

/** Lines under the name that findings give them. */
export interface Account {
  of: string;
  lines: readonly Line[];
}

/** What goes to some alone is given to each of them in their own room. */
const keyOf = ({ what, room, id }: Line): string => `${what} ${String(id)} in ${room}`;

const called = (line: Line): string => `${keyOf(line)} (number ${String(line.seq)})`;

const quoted = (text: string): string => JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);

const byKey = (lines: readonly Line[]): Map<string, Line> =>
  new Map(lines.map((line) => [keyOf(line), line]));

const difference = (expected: Line, actual: Line): string | null => {
  if (expected.seq !== actual.seq)
    return `has number ${String(actual.seq)} instead of ${String(expected.seq)}`;
  if (expected.content !== actual.content)
    return `is ${quoted(actual.content)} instead of ${quoted(expected.content)}`;
  return null;
};

/** Nothing stands there twice, and the numbers of a room rise from line to line. */
export const orderFindings = ({ of, lines }: Account): Finding[] => {
  const seen = new Set<string>();
  const found: Finding[] = [];
  const last = new Map<string, Line>();
  for (const line of lines) {
    const before = last.get(line.room);
    if (seen.has(keyOf(line))) found.push({ kind: 'doubled', text: `${of}: ${called(line)} is there twice` });
    else if (before && before.seq >= line.seq)
      found.push({ kind: 'order', text: `${of}: ${called(line)} stands after ${called(before)}` });
    seen.add(keyOf(line));
    last.set(line.room, line);
  }
  return found;
};

/** Every line of the first is in the second with the same content, and nothing else is. */
export const differenceFindings = (expected: Account, actual: Account): Finding[] => {
  const wanted = byKey(expected.lines);
  const there = byKey(actual.lines);
  const changed = [...there].flatMap(([key, line]): Finding[] => {
    const source = wanted.get(key);
    const change = source ? difference(source, line) : 'is there';
    return change
      ? [{ kind: 'differs', text: `${actual.of}: ${called(line)} ${change}, unlike ${expected.of}` }]
      : [];
  });
  const missing = [...wanted].filter(([key]) => !there.has(key));
  return [
    ...changed,
    ...missing.map(([, line]): Finding => ({
      kind: 'lost',
      text: `${actual.of}: ${called(line)} is missing; it is in ${expected.of}`,
    })),
  ];
};
