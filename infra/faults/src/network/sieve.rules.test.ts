import { describe, expect, it } from '@jest/globals';
import { createSieve, findDelivered, findPublished } from './sieve.ts';
import type { Find } from './sieve.ts';

const eventOf = (seq: number): string =>
  JSON.stringify({ room: 'group-7', seq, records: { messages: ['é'.repeat(60 + seq * 100)] } });

const push = (text: string): Buffer =>
  Buffer.from(`>3\r\n$7\r\nmessage\r\n$8\r\n/records\r\n$${String(Buffer.byteLength(text))}\r\n${text}\r\n`);

const frame = (text: string): Buffer => {
  const payload = Buffer.from(`42["records",${text}]`);
  return Buffer.concat([Buffer.from([0x81, 126, payload.length >> 8, payload.length & 255]), payload]);
};

type Kind = { what: string; find: Find; other: Buffer; wrap: (text: string) => Buffer };

const kinds: Kind[] = [
  { what: 'what Redis pushes', find: findPublished, other: Buffer.from(':1\r\n'), wrap: push },
  { what: 'a frame of a node', find: findDelivered, other: Buffer.from('\x81\x0142', 'latin1'), wrap: frame },
];

/** How many of these whole parts are missing; NaN when something else is there. */
const missing = (left: Buffer, parts: readonly Buffer[]): number => {
  let at = 0;
  let count = 0;
  for (const part of parts) {
    if (left.subarray(at, at + part.length).equals(part)) at += part.length;
    else count += 1;
  }
  return at === left.length ? count : NaN;
};

describe('messages dropped on their way', () => {
  it.each(kinds)('$what is taken out whole, wherever the bytes are parted', ({ find, other, wrap }) => {
    const parts = [other, wrap(eventOf(1)), other, wrap(eventOf(2)), wrap(eventOf(3)), other];
    const all = Buffer.concat(parts);
    for (let at = 0; at <= all.length; at += 1) {
      let dropped = 0;
      const { sift, drop } = createSieve(find, () => (dropped += 1));
      drop(2);
      const left = Buffer.concat([sift(all.subarray(0, at)), sift(all.subarray(at))]);
      expect([missing(left, parts), dropped]).toEqual([2, 2]);
    }
  });

  it.each(kinds)('of $what nothing is taken out unasked', ({ find, wrap }) => {
    const { sift } = createSieve(find, () => undefined);
    expect(sift(wrap(eventOf(1))).equals(wrap(eventOf(1)))).toBe(true);
  });
});
