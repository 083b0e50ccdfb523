import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Bench, Outcome } from './bench.ts';

/** Where a bench was measured last; machines have no names here. */
interface Entry extends Outcome {
  measured_on: string;
  cores: number;
  node: string;
}

/** By the id of the bench. One that was not asked for keeps what was measured before. */
export type Results = Record<string, Entry>;

const folder = new URL('../', import.meta.url);
const shownLines = 3;

export function readResults(): Results {
  const file = new URL('results.json', folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {};
}

export const entryOf = (outcome: Outcome): Entry => ({
  ...outcome,
  measured_on: new Date().toISOString().slice(0, 10),
  cores: availableParallelism(),
  node: process.version,
});

const rowOf = (
  { id, title, target }: Bench,
  { figure, reference, ratio, isMet, isReconciled }: Entry,
): string =>
  `| ${id} | ${title} | ${figure} | ${reference} | ${ratio ?? ''} | ${target} | ${isMet && isReconciled ? 'yes' : '**no**'} |`;

const partOf = ({ id, title, load, limit, shortfall }: Bench, entry: Entry): string => {
  const lines = entry.profile
    .slice(0, shownLines)
    .map(({ name, share }) => `- ${(share * 100).toFixed(0)} % ${name}`);
  return [
    `### ${id} ${title}`,
    '',
    `${load}. ${entry.measured_on}, ${String(entry.cores)} cores, Node ${entry.node}.`,
    `Reconciled: ${entry.reconciliation}.`,
    '',
    `The next limit: ${limit} Where the server's time goes:`,
    '',
    ...lines,
    ...(shortfall === undefined || entry.isMet ? [] : ['', `Not met: ${shortfall}`]),
  ].join('\n');
};

const introduction = `# Results of the benches

Written by \`npm run bench\`; \`npm run bench -- relay idle storm foreign\` runs those, \`npm run bench -- P3\` one. What is not run
keeps its line. Every reference was measured in the same run as the figure, alternating with it or beside it; figures are
medians. Times mean little on a machine that others use too, ratios and counts hold. Everything is on loopback, with the
default limits except the connects an address may make. Events go through the event log, as the api sends them; those of
P11 are a bare PUBLISH. Servers run as in production with \`--max-semi-space-size=4\`.
`;

export function writeResults(benches: readonly Bench[], results: Results): void {
  const measured = benches.flatMap((bench) => {
    const entry = results[bench.id];
    return entry ? [{ bench, entry }] : [];
  });
  const table = [
    '| # | bench | figure | reference | ratio | target | met |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...measured.map(({ bench, entry }) => rowOf(bench, entry)),
  ].join('\n');
  const parts = measured.map(({ bench, entry }) => partOf(bench, entry));
  writeFileSync(new URL('RESULTS.md', folder), `${[introduction, table, ...parts].join('\n\n')}\n`);
  writeFileSync(new URL('results.json', folder), `${JSON.stringify(results, null, 2)}\n`);
}
