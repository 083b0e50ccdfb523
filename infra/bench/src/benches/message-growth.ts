import type { Bench, ProfileLine, Size } from '../bench.ts';
import { median, round } from '../measure.ts';
import { measureOn } from '../study/measure-on.ts';
import type { StudySystem } from '../study/system.ts';
import { openTalk, reconcileSaid } from '../study/talk.ts';
import type { Said } from '../study/talk.ts';

const steps = [1, 2, 4] as const;
const mostRise = 0.15;

interface Measured {
  /** For each run, in the order of the steps. */
  all: Said[][];
  profile: ProfileLine[];
}

/** Every load on the same processes, in another order each time, so that no load always comes first. */
async function measure(
  system: StudySystem,
  { sockets, rate, warmSeconds, seconds, runs }: Size,
  sayLine: (line: string) => void,
): Promise<Measured> {
  const talk = await openTalk(system, sockets);
  try {
    await talk.say({ rate, seconds: warmSeconds });
    const all: Said[][] = [];
    for (let run = 1; run <= runs; run += 1) {
      const said: Said[] = [];
      for (let turn = 0; turn < steps.length; turn += 1) {
        const at = (turn + run) % steps.length;
        said[at] = await talk.say({ rate: rate * (steps[at] ?? 1), seconds });
      }
      all.push(said);
      sayLine(
        `run ${run}: ${said.map(({ cpu, accepted }) => round(cpu / accepted, 0)).join(', ')} µs a message`,
      );
    }
    const [api] = system.apis;
    await api?.probe.startProfile();
    await talk.say({ rate: rate * 4, seconds });
    return { all, profile: (await api?.probe.stopProfile()) ?? [] };
  } finally {
    await talk.close();
  }
}

export const messageGrowth: Bench = {
  id: 'P12-P5',
  name: 'messages',
  title: 'growth of P5',
  load: 'P5 at 1 ×, 2 × and 4 × of 75 messages a second: process time of api, channels and worker together',
  target: 'cost an event rises ≤ 15 %',
  limit: 'Nothing that grows with the rate: the share of what a process does anyway sinks.',
  sizes: {
    full: { sockets: 200, rate: 75, warmSeconds: 3, seconds: 4, runs: 5 },
    smoke: { sockets: 10, rate: 10, warmSeconds: 0.2, seconds: 0.4, runs: 1 },
  },
  run: (_stage, size, sayLine) =>
    measureOn({ apis: 1 }, async (system) => {
      const { all, profile } = await measure(system, size, sayLine);
      const costs = steps.map((_step, at) =>
        all.map((said) => (said[at]?.cpu ?? NaN) / (said[at]?.accepted ?? 1)),
      );
      const [once = NaN, ...more] = costs.map(median);
      const ratio = Math.max(...more) / once;
      return {
        figure: `${[once, ...more].map((cost) => round(cost, 0)).join(', ')} µs a message`,
        reference: 'itself at 1 ×',
        ratio: round(ratio),
        isMet: ratio <= 1 + mostRise,
        ...reconcileSaid(all.flat()),
        numbers: Object.fromEntries(
          steps.map((step, at) => [`times_${String(step)}`, (costs[at] ?? []).map((cost) => round(cost, 0))]),
        ),
        profile,
      };
    }),
};
