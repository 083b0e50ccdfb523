/** Engine.IO and Socket.IO packets, told apart by their first bytes: a load generator cannot parse all it gets. */
export type Packet = 'open' | 'ping' | 'connected' | 'refused' | 'records' | 'positions' | 'reset' | 'other';

const code = (character: string): number => character.charCodeAt(0);
const [open, ping, message] = ['0', '2', '4'].map(code);
const [connect, event, refusal] = ['0', '2', '4'].map(code);

/** The first and third letter of an event's name tell those apart that matter here. */
const named = new Map<number, Packet>([
  [code('r') * 256 + code('c'), 'records'],
  [code('p') * 256 + code('s'), 'positions'],
  [code('r') * 256 + code('s'), 'reset'],
]);
const nameAt = '42["'.length;

const messageOf = (bytes: Buffer, start: number): Packet => {
  const type = bytes[start + 1];
  if (type === connect) return 'connected';
  if (type === refusal) return 'refused';
  if (type !== event) return 'other';
  const [first = 0, , third = 0] = bytes.subarray(start + nameAt, start + nameAt + 3);
  return named.get(first * 256 + third) ?? 'other';
};

export function packetOf(bytes: Buffer, start: number): Packet {
  const type = bytes[start];
  if (type === message) return messageOf(bytes, start);
  if (type === open) return 'open';
  return type === ping ? 'ping' : 'other';
}

/** The argument of an event's packet. */
export const argumentOf = (bytes: Buffer, start: number, end: number): unknown =>
  (JSON.parse(bytes.toString('utf8', start + 2, end)) as unknown[])[1];

/** The code of a `connect_error`. */
export function refusalOf(bytes: Buffer, start: number, end: number): string {
  const { data } = JSON.parse(bytes.toString('utf8', start + 2, end)) as { data?: { code?: string } };
  return data?.code ?? 'refused';
}

const [zero, nine] = [code('0'), code('9')];

/** The whole number after `key` in the text; NaN where there is none. */
export function numberAfter(bytes: Buffer, key: Buffer, start: number): number {
  const found = bytes.indexOf(key, start);
  if (found < 0) return NaN;
  let value = 0;
  for (let at = found + key.length; ; at += 1) {
    const digit = bytes[at] ?? 0;
    if (digit < zero || digit > nine) return value;
    value = value * 10 + digit - zero;
  }
}
