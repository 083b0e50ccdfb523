import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Size } from '../bench.ts';
import { median, round } from '../measure.ts';
import type { Server } from '../stage/servers.ts';
import type { Stage } from '../stage/stage.ts';

const most = 1.15;
/** A few, so that the node has rooms to look among. */
const sockets = 20;
const rooms = Array.from({ length: 1_000 }, (_, index) => `group-${String(1_000_000 + index)}`);

/** Messages that each says to have had on the channel. */
const counted = {
  ours: async ({ port }: Server): Promise<number> => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const outcomes = text.matchAll(/messages_total\{channel="\/records",outcome="\w+"\} (\d+)/g);
    return [...outcomes].reduce((sum, [, count]) => sum + Number(count), 0);
  },
  bare: async ({ port }: Server): Promise<number> =>
    Number(await (await fetch(`http://127.0.0.1:${port}`)).text()),
};

/** The canary of a node of ours publishes one event a second beside what is sent. */
const isAllOf = (sent: number, heard: number, seconds: number): boolean =>
  heard >= sent && heard <= sent + 2 * seconds + 2;

interface Pair {
  ours: Server;
  bare: Server;
}

/** Long enough for the last to arrive, and the same for both. */
const settleMs = 300;

const cpuOf = async ({ ours, bare }: Pair) => ({
  ours: await ours.probe.cpu(),
  bare: await bare.probe.cpu(),
});
const countOf = async ({ ours, bare }: Pair) => ({
  ours: await counted.ours(ours),
  bare: await counted.bare(bare),
});

/**
 * Both hear the same messages at the same time, so they suffer the same from whatever else the machine does. Counts
 * are asked for outside the measured time: that of ours is a page of metrics.
 */
async function runOnce(stage: Stage, pair: Pair, { rate, seconds }: Pick<Size, 'rate' | 'seconds'>) {
  const counts = await countOf(pair);
  const began = await cpuOf(pair);
  const { sent } = await stage.publisher.play({ rooms, rate, seconds, by: 'publish' });
  await pause(settleMs);
  const ended = await cpuOf(pair);
  const arrived = await countOf(pair);
  return {
    sent,
    ours: arrived.ours - counts.ours,
    bare: arrived.bare - counts.bare,
    costs: { ours: (ended.ours - began.ours) / sent, bare: (ended.bare - began.bare) / sent },
  };
}

export const foreign: Bench = {
  id: 'P11',
  name: 'foreign',
  title: 'foreign traffic',
  load: '10,000 events of 300 bytes a second, by PUBLISH alone, for 1,000 rooms with no socket on the node',
  target: `≤ ${String(most)} × a bare ioredis subscriber beside it`,
  limit: 'The parser of ioredis and the reads from the kernel, which the bare subscriber has too.',
  sizes: {
    full: { sockets, rate: 10_000, warmSeconds: 6, seconds: 4, runs: 5 },
    smoke: { sockets, rate: 200, warmSeconds: 0.2, seconds: 0.5, runs: 1 },
  },
  run: async (stage, size, say) => {
    const scene = await stage.open('ours', size.sockets);
    const bare = await stage.startServer('bare-subscriber');
    const pair = { ours: scene.server, bare };
    try {
      await runOnce(stage, pair, { rate: size.rate, seconds: size.warmSeconds });
      const all: Awaited<ReturnType<typeof runOnce>>[] = [];
      for (let run = 1; run <= size.runs; run += 1) {
        const once = await runOnce(stage, pair, size);
        all.push(once);
        say(`run ${run}: ours ${round(once.costs.ours)}, bare ${round(once.costs.bare)} µs an event`);
      }
      await scene.server.probe.startProfile();
      await runOnce(stage, pair, size);
      const profile = await scene.server.probe.stopProfile();
      const sum = (of: (one: (typeof all)[number]) => number): number =>
        all.reduce((total, one) => total + of(one), 0);
      const [sent, ours, heard] = [sum((one) => one.sent), sum((one) => one.ours), sum((one) => one.bare)];
      const cost = median(all.map(({ costs }) => costs.ours));
      const floor = median(all.map(({ costs }) => costs.bare));
      // Of each pair, and not of the medians: what disturbs one disturbs the other.
      const ratio = median(all.map(({ costs }) => costs.ours / costs.bare));
      return {
        figure: `${round(cost)} µs of process time an event`,
        reference: `bare subscriber ${round(floor)} µs`,
        ratio: round(ratio),
        isMet: ratio <= most,
        reconciliation: `${sent} published, ${ours} heard by ours, ${heard} by the bare one, a canary's among them`,
        isReconciled: [ours, heard].every((count) => isAllOf(sent, count, size.runs * size.seconds)),
        numbers: {
          ours: all.map(({ costs }) => round(costs.ours)),
          bare: all.map(({ costs }) => round(costs.bare)),
        },
        profile,
      };
    } finally {
      await bare.stop();
      await scene.close();
    }
  },
};
