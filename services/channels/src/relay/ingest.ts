import { maxEventBytes } from '@convomatic/contracts/names';
import { isUtf8 } from 'node:buffer';

/** A message that may be relayed: its room, its number where it has one, and the very text that was published. */
export interface Accepted {
  room: string;
  seq: number | undefined;
  text: string;
}

export type Dropped = 'too_large' | 'not_utf8' | 'malformed';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A number is one of ours only beside our other fields: other systems may use the name for something else. */
const seqOf = ({ seq, id, at }: Record<string, unknown>): number | undefined =>
  Number.isSafeInteger(seq) && (seq as number) > 0 && typeof id === 'number' && typeof at === 'string'
    ? (seq as number)
    : undefined;

function parse(payload: Buffer): { text: string; value: unknown } | Dropped {
  if (payload.length > maxEventBytes) return 'too_large';
  if (!isUtf8(payload)) return 'not_utf8';
  const text = payload.toString();
  try {
    return { text, value: JSON.parse(text) };
  } catch {
    return 'malformed';
  }
}

/**
 * One malformed message would end every connection of its room, so what is relayed is looked at once; and no more than
 * the contract asks for, because other systems send nouns and fields that we do not know.
 */
export function readRecords(payload: Buffer): Accepted | Dropped {
  const parsed = parse(payload);
  if (typeof parsed === 'string') return parsed;
  const { text, value } = parsed;
  if (!isObject(value) || !isObject(value.records)) return 'malformed';
  const { room } = value;
  return typeof room === 'string' && room !== '' ? { room, seq: seqOf(value), text } : 'malformed';
}

/** A notice of this room, which everyone is in. */
export function readNotice(payload: Buffer, room: string): Accepted | Dropped {
  const parsed = parse(payload);
  if (typeof parsed === 'string') return parsed;
  const { text, value } = parsed;
  if (!isObject(value) || typeof value.type !== 'string' || value.type === '') return 'malformed';
  return typeof value.message === 'string' ? { room, seq: seqOf(value), text } : 'malformed';
}

const opening = Buffer.from('{"room":"');
const quote = '"'.charCodeAt(0);
const backslash = '\\'.charCodeAt(0);
const lastPlain = 0x7f;

/**
 * The room of a message in the agreed order of fields, without parsing it; undefined where that takes a parser. Byte by
 * byte, because most messages are of other nodes' rooms, and views and searches of a buffer cost more than that.
 */
export function peekRoom(payload: Buffer): string | undefined {
  for (let at = 0; at < opening.length; at += 1) if (payload[at] !== opening[at]) return undefined;
  let end = opening.length;
  for (let byte = payload[end]; byte !== quote; byte = payload[end]) {
    if (byte === undefined || byte === backslash || byte > lastPlain) return undefined;
    end += 1;
  }
  return payload.toString('latin1', opening.length, end);
}
