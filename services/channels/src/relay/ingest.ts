import { maxEventBytes } from '@convomatic/contracts/names';
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';

/** A message that may be relayed: its room, its fields, and the very text that was published. */
export interface Accepted {
  room: string;
  message: Readonly<Record<string, unknown>>;
  text: string;
}

export type Dropped = 'too_large' | 'not_utf8' | 'malformed';

const fields = z.record(z.string(), z.unknown());
/** No more than the contract asks for: other systems send nouns and fields that we do not know. */
const recordsMessage = z.looseObject({ room: z.string().min(1), records: fields });
const noticeMessage = z.looseObject({ type: z.string().min(1), message: z.string() });

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

/** One malformed message would end every connection of its room, so what is relayed is looked at once. */
export function readRecords(payload: Buffer): Accepted | Dropped {
  const parsed = parse(payload);
  if (typeof parsed === 'string') return parsed;
  const { data } = recordsMessage.safeParse(parsed.value);
  return data ? { room: data.room, message: data, text: parsed.text } : 'malformed';
}

export function readNotice(payload: Buffer): { text: string } | Dropped {
  const parsed = parse(payload);
  if (typeof parsed === 'string') return parsed;
  return noticeMessage.safeParse(parsed.value).success ? { text: parsed.text } : 'malformed';
}

const opening = Buffer.from('{"room":"');
const quote = '"'.charCodeAt(0);
const backslash = '\\'.charCodeAt(0);

/** The room of a message in the agreed order of fields, without parsing it; undefined where that takes a parser. */
export function peekRoom(payload: Buffer): string | undefined {
  if (!payload.subarray(0, opening.length).equals(opening)) return undefined;
  const end = payload.indexOf(quote, opening.length);
  if (end < 0 || payload.subarray(opening.length, end).includes(backslash)) return undefined;
  return payload.toString('utf8', opening.length, end);
}
