import { setTimeout as pause } from 'node:timers/promises';
import { profileOf } from '../bench.ts';
import type { Bench, ProfileLine, Size } from '../bench.ts';
import { median, round } from '../measure.ts';
import type { ServerKind } from '../stage/servers.ts';
import type { Scene, Stage } from '../stage/stage.ts';

const mostKilobytes = 12;
const mostGrowth = 0.01;
const rounds = 10;
/** After them everything that runs in a round is compiled. */
const warmRounds = 3;
/** The young generation has its size, as in a server that is in use. */
const warmRate = 1_000;
/** Enough that all code has run, and too few to leave room which the measured ones would use. */
const warmSockets = 100;

interface Cost {
  resident: number;
  /** The part of it that is JavaScript. */
  heap: number;
}

/** Kilobytes that each socket adds, once each has had a heartbeat. */
async function costOfSocket(stage: Stage, kind: ServerKind, size: Size): Promise<Cost> {
  const { sockets, warmSeconds, seconds } = size;
  const scene = await stage.open(kind, sockets, Math.min(warmSockets, sockets));
  try {
    await scene.play({ rate: warmRate, seconds: warmSeconds });
    await scene.leave();
    const before = await scene.server.probe.memory();
    await scene.gather();
    await pause(seconds * 1_000);
    const after = await scene.server.probe.memory();
    const kilobytes = (of: 'resident' | 'heap'): number => round((after[of] - before[of]) / 1_024 / sockets);
    return { resident: kilobytes('resident'), heap: kilobytes('heap') };
  } finally {
    await scene.close();
  }
}

const comeAndGo = async (scene: Scene): Promise<void> => {
  await scene.gather();
  await scene.leave();
};

interface Growth {
  heaps: [number, number];
  profile: ProfileLine[];
}

/** The heap before and after rounds of everyone coming and going; what is kept for good is there before. */
async function growthOfHeap(stage: Stage, size: Size): Promise<Growth> {
  const scene = await stage.open('ours', size.sockets);
  try {
    const profile = await profileOf(scene, { rate: 1, seconds: size.seconds });
    await scene.leave();
    for (let turn = 0; turn < warmRounds; turn += 1) await comeAndGo(scene);
    await pause(size.seconds * 1_000);
    const before = await scene.server.probe.memory();
    for (let turn = 0; turn < rounds; turn += 1) await comeAndGo(scene);
    await pause(size.seconds * 1_000);
    const after = await scene.server.probe.memory();
    return { heaps: [before.heap, after.heap], profile };
  } finally {
    await scene.close();
  }
}

export const idle: Bench = {
  id: 'P3',
  name: 'idle',
  title: 'idle sockets',
  load: '5,000 authenticated sockets of our protocol, in three rooms each; then ten rounds of all coming and going',
  target: `≤ ${String(mostKilobytes)} KB a socket; heap within ${String(mostGrowth * 100)} %`,
  limit:
    'The objects of net.Socket, ws and Socket.IO for each connection with their listeners and timers. What is left of ours is one Connection, its list of rooms, and one room a person.',
  shortfall:
    'By a heap snapshot a socket keeps 10 KB of objects: 1.7 are net.Socket with its handle, 1.6 closures of all layers with what they close over, and 1.1 the hash tables of listeners. Resident memory comes to more by what the C library and half-empty pages take, and that spreads by more than a kilobyte from run to run.',
  sizes: {
    full: { sockets: 5_000, rate: 0, warmSeconds: 3, seconds: 6, runs: 3 },
    smoke: { sockets: 20, rate: 0, warmSeconds: 0.1, seconds: 0.2, runs: 1 },
  },
  run: async (stage, size, say) => {
    const costs: Cost[] = [];
    for (let run = 1; run <= size.runs; run += 1) {
      const cost = await costOfSocket(stage, 'ours', size);
      costs.push(cost);
      say(`run ${run}: ${cost.resident} KB a socket, ${cost.heap} of it heap`);
    }
    const naive = await costOfSocket(stage, 'naive', size);
    say(`naive: ${naive.resident} KB a socket, ${naive.heap} of it heap`);
    const ours = median(costs.map(({ resident }) => resident));
    const { heaps, profile } = await growthOfHeap(stage, size);
    const growth = heaps[1] / heaps[0] - 1;
    say(`heap ${heaps.map((heap) => round(heap / 1_048_576)).join(' → ')} MB`);
    const counts = await stage.crowd.counts();
    return {
      figure: `${ours} KB a socket; heap ${growth < 0 ? '' : '+'}${round(growth * 100)} % after ${rounds} rounds`,
      reference: `naive ${naive.resident} KB`,
      ratio: round(ours / naive.resident),
      isMet: ours <= mostKilobytes && growth <= mostGrowth,
      reconciliation: `every connection of every round was let in; ${counts.broken} broken`,
      isReconciled: counts.broken === 0,
      numbers: {
        ours: costs.map(({ resident }) => resident),
        ours_heap: costs.map(({ heap }) => heap),
        naive: naive.resident,
        naive_heap: naive.heap,
        heap_bytes: heaps,
      },
      profile,
    };
  },
};
