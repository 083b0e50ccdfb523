/** One column of an export: its SQL, what the codebook says of it, and whether people wrote what is in it. */
export type Column = { name: string; sql: string; about: string; isWritten?: true };

/** A table of an export. `from` is everything behind the columns, with the order of the rows. */
export type Table = { about: string; columns: Column[]; from: string };

export const exportFormats = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export type Layout = { format: ExportFormat; escapesFormulas: boolean };

/** With its own sign among them, so that taking one apostrophe away always gives what was written. */
const formulaStart = String.raw`^[''=+@\t\r\n＝＋－＠-]`;

const escaped = (sql: string): string =>
  `case when (${sql})::text ~ '${formulaStart}' then '''' || (${sql})::text else (${sql})::text end`;

/** One JSON object a line: with a quote and a delimiter that JSON never holds, CSV leaves the text as it is. */
const jsonLines = `format csv, quote e'\\x01', delimiter e'\\x02'`;

/** COPY takes no parameters: a table's SQL holds numbers alone, which the contract and the database gave. */
export const copyStatement = ({ columns, from }: Table, { format, escapesFormulas }: Layout): string => {
  const escapes = format === 'csv' && escapesFormulas;
  const selected = columns.map(
    ({ name, sql, isWritten }) => `${escapes && isWritten ? escaped(sql) : sql} as ${name}`,
  );
  const rows = `select ${selected.join(', ')} ${from}`;
  return format === 'csv'
    ? `copy (${rows}) to stdout with (format csv, header)`
    : `copy (select row_to_json(row) from (${rows}) as row) to stdout with (${jsonLines})`;
};
