import type { Bench, Outcome, ProfileLine, Size } from '../bench.ts';
import { median, round } from '../measure.ts';
import { openProject } from '../study/cast.ts';
import { insertMessages, readBare, readExport, watchMemory } from '../study/export-reader.ts';
import type { Read } from '../study/export-reader.ts';
import { measureOn } from '../study/measure-on.ts';
import type { Service, StudySystem } from '../study/system.ts';

const least = 0.25;
const mostMegabytes = 150;
const megabyte = 1_000_000;

interface Once {
  bare: Read;
  csv: Read;
  jsonl: Read;
  /** The most that the api had while it exported. */
  mostBytes: number;
}

const requireApi = ({ apis: [api] }: StudySystem): Service => {
  if (!api) throw new Error('There is no api.');
  return api;
};

async function runOnce(system: StudySystem, sessionId: number): Promise<Once> {
  const api = requireApi(system);
  const bare = await readBare(system, sessionId);
  const csv = await watchMemory(api, readExport(system, sessionId, 'csv'));
  const jsonl = await watchMemory(api, readExport(system, sessionId, 'jsonl'));
  const mostBytes = Math.max(csv.mostBytes, jsonl.mostBytes);
  return { bare, csv: csv.answer, jsonl: jsonl.answer, mostBytes };
}

const rateOf = (read: Read, count: number): number => count / read.seconds;

const ratiosOf = (all: readonly Once[], format: 'csv' | 'jsonl'): number[] =>
  all.map((one) => one.bare.seconds / one[format].seconds);

interface Measured {
  all: Once[];
  count: number;
  profile: ProfileLine[];
}

const outcomeOf = ({ all, count, profile }: Measured): Outcome => {
  const [csv, jsonl] = [median(ratiosOf(all, 'csv')), median(ratiosOf(all, 'jsonl'))];
  const most = Math.max(...all.map(({ mostBytes }) => mostBytes)) / megabyte;
  const rateIn = (format: 'bare' | 'csv' | 'jsonl'): number =>
    median(all.map((one) => rateOf(one[format], count)));
  const lines = all.flatMap((one) => [one.bare.lines, one.csv.lines - 1, one.jsonl.lines]);
  return {
    figure: `CSV ${round(rateIn('csv') / 1_000, 0)} and JSON Lines ${round(rateIn('jsonl') / 1_000, 0)} thousand messages a second (${round(csv)} and ${round(jsonl)} × bare); at most ${round(most, 0)} MB resident`,
    reference: `bare COPY ${round(rateIn('bare') / 1_000, 0)} thousand rows a second`,
    ratio: round(Math.min(csv, jsonl)),
    isMet: Math.min(csv, jsonl) >= least && most <= mostMegabytes,
    reconciliation: `${lines.filter((one) => one === count).length} of ${lines.length} readings had ${count} messages each`,
    isReconciled: lines.every((one) => one === count),
    numbers: {
      csv: ratiosOf(all, 'csv').map((ratio) => round(ratio)),
      jsonl: ratiosOf(all, 'jsonl').map((ratio) => round(ratio)),
      resident_megabytes: all.map(({ mostBytes }) => round(mostBytes / megabyte, 0)),
    },
    profile,
  };
};

async function measure(system: StudySystem, { sockets: count, runs }: Size, say: (line: string) => void) {
  const project = await openProject(system, 'Export', {});
  const sessionId = await insertMessages(system, project, count);
  // The first reading brings the rows into memory for all that come after.
  await readBare(system, sessionId);
  const all: Once[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const once = await runOnce(system, sessionId);
    all.push(once);
    const [csv, jsonl] = [ratiosOf([once], 'csv'), ratiosOf([once], 'jsonl')];
    say(
      `run ${run}: CSV ${csv.map((ratio) => round(ratio)).join('')}, JSON Lines ${jsonl.map((ratio) => round(ratio)).join('')} × bare; ${round(once.mostBytes / megabyte, 0)} MB`,
    );
  }
  const { probe } = requireApi(system);
  await probe.startProfile();
  await readExport(system, sessionId, 'csv');
  return { all, count, profile: await probe.stopProfile() };
}

export const exporting: Bench = {
  id: 'P9',
  name: 'exporting',
  title: 'export',
  load: 'A session of 1,000,000 messages as CSV and as JSON Lines, through the api to a reader that keeps nothing; beside COPY of the same rows of the table, as text',
  target: `≥ ${String(least)} × bare COPY; ≤ ${String(mostMegabytes)} MB resident`,
  limit: 'PostgreSQL, which sorts the rows and writes their columns; the api hands on what comes.',
  sizes: {
    full: { sockets: 1_000_000, rate: 0, warmSeconds: 0, seconds: 0, runs: 3 },
    smoke: { sockets: 2_000, rate: 0, warmSeconds: 0, seconds: 0, runs: 1 },
  },
  run: (_stage, size, say) =>
    measureOn({ apis: 1 }, async (system) => outcomeOf(await measure(system, size, say))),
};
