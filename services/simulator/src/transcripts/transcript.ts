import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { TranscriptRow } from './transcript-row.ts';

const jsonRow = z.object({
  room: z.string(),
  seq: z.int().positive(),
  kind: z.string(),
  message_id: z.int().nullable(),
  prompt_id: z.int().nullable(),
  client_id: z.string().nullable(),
  sender_name: z.string().nullable(),
  text: z.string().nullable(),
}) satisfies z.ZodType<TranscriptRow>;

const orNull = <T extends z.ZodType>(cell: T) =>
  z.preprocess((text) => (text === '' ? null : text), cell.nullable());

/** Every cell of a CSV is text, and an empty one is nothing. */
const csvRow = z.object({
  room: z.string(),
  seq: z.coerce.number().int().positive(),
  kind: z.string(),
  message_id: orNull(z.coerce.number().int()),
  prompt_id: orNull(z.coerce.number().int()),
  client_id: orNull(z.string()),
  sender_name: orNull(z.string()),
  text: orNull(z.string()),
}) satisfies z.ZodType<TranscriptRow>;

export const rowsOfCsv = (csv: string): TranscriptRow[] =>
  z.array(csvRow).parse(parse(csv, { columns: true, record_delimiter: '\n' }));

export const rowsOfJsonLines = (lines: string): TranscriptRow[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => jsonRow.parse(JSON.parse(line)));
