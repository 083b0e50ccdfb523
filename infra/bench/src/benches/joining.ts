import type { Bench, Outcome, ProfileLine, Size } from '../bench.ts';
import type { Joiners } from '../load/joiners.ts';
import { median, percentile, round } from '../measure.ts';
import { start } from '../stage/processes.ts';
import { openProject } from '../study/cast.ts';
import { enter, groupSize, measureJoinRate } from '../study/entrance.ts';
import type { Entered } from '../study/entrance.ts';
import { measureRawInserts } from '../study/raw-inserts.ts';
import { measureOn } from '../study/measure-on.ts';
import type { StudySystem } from '../study/system.ts';

const least = 0.2;
const mostMs = { spread: 50, atOnce: 500, joinedToTalk: 700 };

interface Once {
  raw: number;
  rate: number;
  spread: Entered;
  atOnce: Entered;
  profile: ProfileLine[];
}

/** The reference comes first, while no worker runs that would publish what it leaves. */
async function runOnce(system: StudySystem, { sockets: count, seconds }: Size): Promise<Once> {
  const raw = await measureRawInserts(system, await openProject(system, 'Reference', {}), seconds);
  const worker = await system.startWorker();
  const { calls: joiners, stop } = start<Joiners>({ file: 'infra/bench/src/load/joiners.ts' });
  try {
    await measureJoinRate(system, joiners, count);
    const rate = await measureJoinRate(system, joiners, 2 * count);
    const spread = await enter(system, joiners, { count, withinMs: 1_000 });
    const atOnce = await enter(system, joiners, { count, withinMs: 0 });
    const [api] = system.apis;
    await api?.probe.startProfile();
    await measureJoinRate(system, joiners, count);
    return { raw, rate, spread, atOnce, profile: (await api?.probe.stopProfile()) ?? [] };
  } finally {
    await stop();
    await worker.stop();
  }
}

const reconcileEntered = (all: readonly Entered[], count: number) => {
  const sum = (of: (one: Entered) => number): number => all.reduce((total, one) => total + of(one), 0);
  const faults = {
    'neither waiting nor in one full group': sum((one) => one.misplaced),
    refused: sum((one) => Object.values(one.refused).reduce((total, some) => total + some, 0)),
  };
  const joined = sum(({ userIds }) => new Set(userIds).size);
  const words = Object.entries(faults).map(([what, some]) => `${some} ${what}`);
  return {
    reconciliation: `${joined} of ${count * all.length} joined, ${sum((one) => one.waits.length)} in a group, ${sum((one) => one.waiting)} waiting, ${words.join(', ')}`,
    isReconciled:
      joined === count * all.length &&
      all.every(({ waiting }) => waiting < groupSize) &&
      Object.values(faults).every((some) => some === 0),
  };
};

const lateOf = (all: readonly Once[], of: (one: Once) => number[]): number[] =>
  all.map((one) => percentile(of(one), 0.99));

const outcomeOf = (all: readonly Once[], count: number): Outcome => {
  const ratio = median(all.map((one) => one.rate / one.raw));
  const late = {
    spread: lateOf(all, ({ spread }) => spread.latencies),
    atOnce: lateOf(all, ({ atOnce }) => atOnce.latencies),
    spreadToTalk: lateOf(all, ({ spread }) => spread.waits),
    atOnceToTalk: lateOf(all, ({ atOnce }) => atOnce.waits),
  };
  const [spread, atOnce, one, other] = [
    median(late.spread),
    median(late.atOnce),
    median(late.spreadToTalk),
    median(late.atOnceToTalk),
  ];
  const rates = all.map(({ rate }) => rate);
  const raws = all.map(({ raw }) => raw);
  return {
    figure: `${round(median(rates), 0)} joins a second; 99th percentile ${round(spread, 0)} ms over a second, ${round(atOnce, 0)} ms at once; in a session after ${round(one, 0)} and ${round(other, 0)} ms`,
    reference: `raw insert ${round(median(raws), 0)} a second`,
    ratio: round(ratio),
    isMet:
      ratio >= least &&
      spread <= mostMs.spread &&
      atOnce <= mostMs.atOnce &&
      Math.max(one, other) <= mostMs.joinedToTalk,
    ...reconcileEntered(
      all.flatMap((each) => [each.spread, each.atOnce]),
      count,
    ),
    numbers: {
      rate: rates.map((rate) => round(rate, 0)),
      raw: raws.map((raw) => round(raw, 0)),
      ...Object.fromEntries(
        Object.entries(late).map(([name, values]) => [name, values.map((ms) => round(ms))]),
      ),
    },
    profile: all.at(-1)?.profile ?? [],
  };
};

export const joining: Bench = {
  id: 'P6',
  name: 'joining',
  title: 'joining',
  load: '500 people over one second, and 500 at once, over two apis and a channel server, into groups of four; the rate by 32 lanes. A join counts from when it was due to its answer; from joined to in a session by the clock of the database',
  target: `rate ≥ ${String(least)} × raw insert of P5; 99th percentile ≤ ${String(mostMs.spread)} ms over a second, ≤ ${String(mostMs.atOnce)} ms at once; in a session ≤ ${String(mostMs.joinedToTalk)} ms`,
  limit: 'The cores: five hundred pages connect to this machine at the same time as they join.',
  sizes: {
    full: { sockets: 500, rate: 500, warmSeconds: 0, seconds: 4, runs: 3 },
    smoke: { sockets: 12, rate: 12, warmSeconds: 0, seconds: 0.3, runs: 1 },
  },
  run: (_stage, size, say) =>
    measureOn({ apis: 2 }, async (system) => {
      const all: Once[] = [];
      for (let run = 1; run <= size.runs; run += 1) {
        const once = await runOnce(system, size);
        all.push(once);
        const late = [once.spread, once.atOnce].map(({ latencies }) => round(percentile(latencies, 0.99), 0));
        say(
          `run ${run}: ${round(once.rate, 0)} a second, raw ${round(once.raw, 0)}; 99th percentile ${late.join(' and ')} ms`,
        );
      }
      return outcomeOf(all, size.sockets);
    }),
};
