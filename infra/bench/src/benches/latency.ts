import { profileOf, reconcile } from '../bench.ts';
import type { Bench, ProfileLine, Size } from '../bench.ts';
import { median, percentile, round } from '../measure.ts';
import type { ServerKind } from '../stage/servers.ts';
import type { Played, Stage } from '../stage/stage.ts';

const kinds = ['ours', 'floor'] as const;
const most = 1.5;

interface Once {
  played: Played;
  /** Milliseconds from when an event was due. */
  middle: number;
  late: number;
  profile: ProfileLine[];
}

async function runOnce(stage: Stage, kind: ServerKind, size: Size): Promise<Once> {
  const scene = await stage.open(kind, size.sockets);
  try {
    await scene.play({ rate: size.rate, seconds: size.warmSeconds });
    await stage.crowd.startTiming();
    const played = await scene.play(size);
    const latencies = await stage.crowd.takeLatencies();
    return {
      played,
      middle: percentile(latencies, 0.5),
      late: percentile(latencies, 0.99),
      profile: kind === 'ours' ? await profileOf(scene, size) : [],
    };
  } finally {
    await scene.close();
  }
}

export const latency: Bench = {
  id: 'P2',
  name: 'relay',
  title: 'relay latency',
  load: '300 events a second into rooms of 10, 1,000 sockets, open loop: each from the moment at which it was due',
  target: `99th percentile ≤ ${String(most)} × floor`,
  limit:
    'The step of the publisher’s timer (1 ms) and the scheduler of the machine: the server is idle nine tenths of the time, and four processes share the cores.',
  shortfall:
    'The medians are alike. The hundredth that is late falls together with work that comes in lumps: the comparison of heads every 5 s, the heads for clients every 8 s, the reading of leases, and garbage collections of some milliseconds; on a machine whose cores are taken each lump waits for a core as well.',
  sizes: {
    full: { sockets: 1_000, rate: 300, warmSeconds: 3, seconds: 8, runs: 5 },
    smoke: { sockets: 20, rate: 50, warmSeconds: 0.2, seconds: 0.5, runs: 1 },
  },
  run: async (stage, size, say) => {
    const all: Record<(typeof kinds)[number], Once[]> = { ours: [], floor: [] };
    for (let run = 1; run <= size.runs; run += 1) {
      for (const kind of kinds) {
        const once = await runOnce(stage, kind, size);
        all[kind].push(once);
        say(`run ${run}, ${kind}: median ${round(once.middle)} ms, 99th percentile ${round(once.late)} ms`);
      }
    }
    const [ours, floor] = [
      median(all.ours.map(({ late }) => late)),
      median(all.floor.map(({ late }) => late)),
    ];
    const middles = kinds.map((kind) => round(median(all[kind].map(({ middle }) => middle))));
    return {
      figure: `${round(ours)} ms (median ${String(middles[0])} ms)`,
      reference: `floor ${round(floor)} ms (median ${String(middles[1])} ms)`,
      ratio: round(ours / floor),
      isMet: ours / floor <= most,
      ...reconcile([...all.ours, ...all.floor].map(({ played }) => played)),
      numbers: {
        ours: all.ours.map(({ late }) => round(late)),
        floor: all.floor.map(({ late }) => round(late)),
        lateness_of_the_publisher: all.ours.map(({ played }) => round(played.lateness)),
      },
      profile: all.ours.at(-1)?.profile ?? [],
    };
  },
};
