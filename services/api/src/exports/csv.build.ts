import { parse } from 'csv-parse/sync';

export type Row = Record<string, string | null>;

/** As a strict reader of RFC 4180 has it; an unquoted empty cell is null. */
export const parseCsv = (text: string): Row[] =>
  parse<Row>(text, {
    columns: true,
    record_delimiter: '\n',
    cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
  });
