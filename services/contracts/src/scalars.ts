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

/** What a person types into a single line: trimmed, not empty. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'Write something here.')
    .max(max, `At most ${String(max)} characters.`);

/** Numbers of rooms at the moment when a state was read: room → last seq that the state contains. */
export const roomPositions = z.record(z.string(), z.int().nonnegative());
export type RoomPositions = z.infer<typeof roomPositions>;
