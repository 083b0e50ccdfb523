import type { Project } from '@convomatic/contracts';
import type { Table } from './columns.ts';

type Described = {
  project: Pick<Project, 'name' | 'slug' | 'retention_days'>;
  tables: [name: string, table: Table][];
  escapesFormulas: boolean;
};

const formulas = (escapesFormulas: boolean): string =>
  escapesFormulas
    ? 'Cells that people wrote and that begin with one of `=` `+` `-` `@`, their full-width forms, a tab, a line ' +
      'break or an apostrophe have an apostrophe in front (`escape_formulas=true`), so that a spreadsheet takes none ' +
      'for a formula. Take one apostrophe away from each cell that begins with one, and the text is what was written.'
    : 'Text is byte for byte what was written (`escape_formulas=false`). A spreadsheet may take a cell that begins ' +
      'with `=`, `+`, `-` or `@` for a formula: read the files with a statistics program, or export them with the option.';

const retention = (days: number | null): string =>
  days === null
    ? 'The project keeps its data until somebody erases it.'
    : `Each participant’s data is erased ${days} days after the close of the session, or after the end for who was in none.`;

const describeTable = ([name, { about, columns }]: [string, Table]): string =>
  [
    `## ${name}.csv`,
    '',
    about,
    '',
    '| column | meaning |',
    '| --- | --- |',
    ...columns.map((column) => `| ${column.name} | ${column.about} |`),
  ].join('\n');

/** What stands in a project's export, for who reads it years later. */
export const codebook = ({ project, tables, escapesFormulas }: Described): string =>
  `${[
    `# ${project.name}`,
    `Address of the project: \`${project.slug}\`. Files are CSV (RFC 4180) in UTF-8; an empty cell without quotes is nothing, ` +
      'one with quotes is an empty text. Times are ISO 8601 in UTC with milliseconds. Sessions of previews are left out.',
    'A row of what happened carries the room and the number (`seq`) of its event: in one room numbers grow in the order ' +
      'in which everybody saw what happened.',
    formulas(escapesFormulas),
    retention(project.retention_days),
    ...tables.map(describeTable),
    '## versions/',
    'What participants of each version met: `versions/<number>.json` as it was frozen by publishing.',
  ].join('\n\n')}\n`;
