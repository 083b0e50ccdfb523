import { profileOf, reconcile } from '../bench.ts';
import type { Bench, ProfileLine, Size } from '../bench.ts';
import { median, round } from '../measure.ts';
import type { Played, Stage } from '../stage/stage.ts';

const steps = [1, 2, 4] as const;
const mostRise = 0.15;

interface Once {
  /** In the order of the steps. */
  played: Played[];
  profile: ProfileLine[];
}

/** Every load on the same server, in another order each time, so that no load always comes first. */
async function runOnce(
  stage: Stage,
  { sockets, rate, warmSeconds, seconds }: Size,
  run: number,
): Promise<Once> {
  const scene = await stage.open('ours', sockets);
  try {
    await scene.play({ rate, seconds: warmSeconds });
    const played: Played[] = [];
    for (let turn = 0; turn < steps.length; turn += 1) {
      const at = (turn + run) % steps.length;
      played[at] = await scene.play({ rate: rate * (steps[at] ?? 1), seconds });
    }
    return { played, profile: await profileOf(scene, { rate: rate * 4, seconds }) };
  } finally {
    await scene.close();
  }
}

export const growth: Bench = {
  id: 'P12',
  name: 'relay',
  title: 'growth of P1',
  load: 'P1 at 1 ×, 2 × and 4 × of 1,000 events a second',
  target: 'cost an event rises ≤ 15 %',
  limit:
    'Nothing that grows with the rate: the share of the fixed costs (heartbeats, looking at heads) sinks. One process has one core; past it another node.',
  sizes: {
    full: { sockets: 1_000, rate: 1_000, warmSeconds: 6, seconds: 3, runs: 5 },
    smoke: { sockets: 20, rate: 20, warmSeconds: 0.2, seconds: 0.3, runs: 1 },
  },
  run: async (stage, size, say) => {
    const all: Once[] = [];
    for (let run = 1; run <= size.runs; run += 1) {
      const once = await runOnce(stage, size, run);
      all.push(once);
      say(`run ${run}: ${once.played.map(({ cpu, sent }) => round(cpu / sent)).join(', ')} µs an event`);
    }
    const costs = steps.map((_step, at) =>
      all.map(({ played }) => (played[at]?.cpu ?? NaN) / (played[at]?.sent ?? 1)),
    );
    const [once = NaN, ...more] = costs.map(median);
    const ratio = Math.max(...more) / once;
    return {
      figure: `${[once, ...more].map((cost) => round(cost, 1)).join(', ')} µs an event`,
      reference: 'itself at 1 ×',
      ratio: round(ratio),
      isMet: ratio <= 1 + mostRise,
      ...reconcile(all.flatMap(({ played }) => played)),
      numbers: Object.fromEntries(
        steps.map((step, at) => [`times_${String(step)}`, (costs[at] ?? []).map((cost) => round(cost, 1))]),
      ),
      profile: all.at(-1)?.profile ?? [],
    };
  },
};
