import { z } from 'zod';

/** A row's id: a positive 64-bit integer that JSON can hold exactly. */
export const id = z.int().positive();

/** An id in a path or a query: decimal digits. */
export const idParam = z
  .string()
  .regex(/^[1-9][0-9]{0,15}$/, 'expected a positive integer')
  .transform(Number)
  .refine(Number.isSafeInteger, 'expected a positive integer');

/** A time as it travels: ISO 8601 in UTC with milliseconds. */
export const timestamp = z.iso.datetime().refine((at) => at >= '0001', 'expected a year from 0001 on');

/** A length of time in whole milliseconds. */
export const milliseconds = z.int().nonnegative();

/** Breaks the line, or turns around what stands behind it, so that a name could pass for something else. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const seen = /[^\p{Cf}\p{Z}]/u;

/** What a person types into a single line: trimmed, not empty, and all of it to be seen. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'Write something here.')
    .max(max, `At most ${String(max)} characters.`)
    .refine(
      (text) => seen.test(text) && !unseen.test(text),
      'Write it on one line, in signs that can be seen.',
    );

/** Numbers of rooms at the moment when a state was read: room → last seq that the state contains. */
export const roomPositions = z.record(z.string(), z.int().nonnegative());
export type RoomPositions = z.infer<typeof roomPositions>;
