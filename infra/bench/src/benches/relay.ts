import { profileOf, reconcile } from '../bench.ts';
import type { Bench, ProfileLine, Size } from '../bench.ts';
import { median, round } from '../measure.ts';
import type { ServerKind } from '../stage/servers.ts';
import type { Played, Stage } from '../stage/stage.ts';

const kinds = ['ours', 'floor', 'naive'] as const;
const most = 1.25;

/** Microseconds of the server's process time a delivery. */
export const costOf = ({ cpu, arrived }: Played): number => cpu / arrived;

interface Once {
  played: Played;
  profile: ProfileLine[];
}

async function runOnce(stage: Stage, kind: ServerKind, size: Size): Promise<Once> {
  const scene = await stage.open(kind, size.sockets);
  try {
    await scene.play({ rate: size.rate, seconds: size.warmSeconds });
    const played = await scene.play(size);
    return { played, profile: kind === 'ours' ? await profileOf(scene, size) : [] };
  } finally {
    await scene.close();
  }
}

export const relay: Bench = {
  id: 'P1',
  name: 'relay',
  title: 'relay',
  load: '1,000 sockets of our protocol in rooms of 10; 3,000 events of 300 bytes a second through the event log',
  target: `≤ ${String(most)} × floor`,
  limit:
    'One write to the kernel for each socket and event, which the floor has too. What is left above the floor is JSON.parse of each event, and the heartbeats that a connection costs whether anything happens or not.',
  shortfall:
    'A thousand connections at rest take 34 ms of each second (a heartbeat every four seconds, heads, leases), which is 1.1 µs of each of 30,000 deliveries; the floor has none of it. Reading an event takes 0.5 µs of each of its ten deliveries, and the look at each connection before its write, in memory that is cold, up to 1 µs. The rest is the kernel: on loopback who writes wakes who reads, and the more often the more the writes are apart (1,750 wakings a second against 550 of the floor).',
  sizes: {
    full: { sockets: 1_000, rate: 3_000, warmSeconds: 6, seconds: 4, runs: 5 },
    smoke: { sockets: 20, rate: 50, warmSeconds: 0.2, seconds: 0.5, runs: 1 },
  },
  run: async (stage, size, say) => {
    const costs: Record<(typeof kinds)[number], number[]> = { ours: [], floor: [], naive: [] };
    const all: Once[] = [];
    for (let run = 1; run <= size.runs; run += 1) {
      for (const kind of kinds) {
        const once = await runOnce(stage, kind, size);
        const cost = round(costOf(once.played));
        costs[kind].push(cost);
        all.push(once);
        say(`run ${run}, ${kind}: ${cost} µs a delivery`);
      }
    }
    const { ours, floor, naive } = {
      ours: median(costs.ours),
      floor: median(costs.floor),
      naive: median(costs.naive),
    };
    const reconciled = reconcile(all.map(({ played }) => played));
    return {
      figure: `${round(ours)} µs of process time a delivery`,
      reference: `floor ${round(floor)} µs; naive ${round(naive)} µs (${round(naive / floor)} × floor)`,
      ratio: round(ours / floor),
      isMet: ours / floor <= most,
      ...reconciled,
      numbers: costs,
      profile: all.findLast(({ profile }) => profile.length > 0)?.profile ?? [],
    };
  },
};
