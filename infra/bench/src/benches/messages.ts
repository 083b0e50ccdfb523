import type { Bench, Outcome, ProfileLine, Size } from '../bench.ts';
import { median, percentile, round } from '../measure.ts';
import { measureRawInserts } from '../study/raw-inserts.ts';
import { openProject } from '../study/cast.ts';
import { measureOn } from '../study/measure-on.ts';
import type { StudySystem } from '../study/system.ts';
import { openTalk, reconcileSaid } from '../study/talk.ts';
import type { Said } from '../study/talk.ts';

const least = 0.15;
const mostMs = 50;

interface Once {
  raw: number;
  fast: Said;
  steady: Said;
  profile: ProfileLine[];
}

/** The reference comes first, while no worker runs that would publish what it leaves. */
async function runOnce(system: StudySystem, { sockets, rate, warmSeconds, seconds }: Size): Promise<Once> {
  const reference = await openProject(system, 'Reference', {});
  const raw = await measureRawInserts(system, reference, seconds);
  const talk = await openTalk(system, sockets);
  try {
    await talk.say({ rate: null, seconds: warmSeconds });
    const fast = await talk.say({ rate: null, seconds });
    const steady = await talk.say({ rate, seconds });
    const [api] = system.apis;
    await api?.probe.startProfile();
    await talk.say({ rate: null, seconds: warmSeconds });
    return { raw, fast, steady, profile: (await api?.probe.stopProfile()) ?? [] };
  } finally {
    await talk.close();
  }
}

const outcomeOf = (all: readonly Once[]): Outcome => {
  const rate = median(all.map(({ fast }) => fast.rate));
  const raw = median(all.map((one) => one.raw));
  const ratio = median(all.map((one) => one.fast.rate / one.raw));
  const late = all.map(({ steady }) => percentile(steady.latencies, 0.99));
  const middle = all.map(({ steady }) => percentile(steady.latencies, 0.5));
  return {
    figure: `${round(rate, 0)} messages a second; at 300 a second median ${round(median(middle), 1)} ms, 99th percentile ${round(median(late), 1)} ms`,
    reference: `raw insert ${round(raw, 0)} a second`,
    ratio: round(ratio),
    isMet: ratio >= least && median(late) <= mostMs,
    ...reconcileSaid(all.flatMap(({ fast, steady }) => [fast, steady])),
    numbers: {
      rate: all.map(({ fast }) => round(fast.rate, 0)),
      raw: all.map((one) => round(one.raw, 0)),
      late_ms: late.map((ms) => round(ms)),
      middle_ms: middle.map((ms) => round(ms)),
    },
    profile: all.at(-1)?.profile ?? [],
  };
};

export const messages: Bench = {
  id: 'P5',
  name: 'messages',
  title: 'message path',
  load: 'POST, stored, published and delivered to 10 members, with api, channels, worker, PostgreSQL, Redis and the load on one machine: as fast as 32 lanes can, and 300 a second, open loop, from when each was due until each member had it',
  target: `rate ≥ ${String(least)} × raw insert; 99th percentile ≤ ${String(mostMs)} ms at 300/s`,
  limit: 'The cores: everything that a message needs runs on this machine, and the load with it.',
  sizes: {
    full: { sockets: 200, rate: 300, warmSeconds: 3, seconds: 6, runs: 3 },
    smoke: { sockets: 10, rate: 20, warmSeconds: 0.2, seconds: 0.5, runs: 1 },
  },
  run: (_stage, size, sayLine) =>
    measureOn({ apis: 1 }, async (system) => {
      const all: Once[] = [];
      for (let run = 1; run <= size.runs; run += 1) {
        const once = await runOnce(system, size);
        all.push(once);
        const late = percentile(once.steady.latencies, 0.99);
        sayLine(
          `run ${run}: ${round(once.fast.rate, 0)} a second, raw ${round(once.raw, 0)}, ratio ${round(once.fast.rate / once.raw)}; 99th percentile ${round(late, 1)} ms`,
        );
      }
      return outcomeOf(all);
    }),
};
