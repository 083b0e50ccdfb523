import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

type Row = { case: string; title: string; file: string };

/** A section of docs/faults.md: its list of cases, and the rows of its table. */
const parse = (section: string): { name: string; cases: string[]; rows: Row[] } => {
  const [name = '', list = ''] = section.split(/\n+/);
  const rows = [...section.matchAll(/^\| (.+?) +\| (.+?) +\| (\S+\/\S+) +\|$/gm)].map(
    ([, one = '', title = '', file = '']): Row => ({ case: one, title, file }),
  );
  return { name, cases: list.replace(/\.$/, '').split('; '), rows };
};

const sections = read('docs/faults.md').split(/^## /m).slice(1).map(parse);

/** A title as a test has it: the first thing in it, or behind the rows of `it.each`. */
const hasTest = ({ file, title }: Row): boolean => {
  const source = read(`${file}.test.ts`);
  return ["it('", ")('", "\n    '"].some((before) => source.includes(`${before}${title}'`));
};

describe('the fault cases', () => {
  it('are those of five areas', () => {
    expect(sections.map(({ name }) => name)).toEqual([
      'Redis',
      'Postgres and publishers',
      'Nodes',
      'Clients',
      'Rights',
    ]);
  });

  it.each(sections)('of $name have a test each, and no other is in the table', ({ cases, rows }) => {
    expect(cases.length).toBeGreaterThan(5);
    expect(new Set(rows.map((row) => row.case))).toEqual(new Set(cases));
  });

  it.each(sections)('of $name name tests that are there', ({ rows }) => {
    expect(rows.filter((row) => !hasTest(row))).toEqual([]);
  });
});
