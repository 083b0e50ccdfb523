import { setTimeout as pause } from 'node:timers/promises';
import { reconcile } from '../bench.ts';
import type { Bench, ProfileLine, Size } from '../bench.ts';
import { percentile, round } from '../measure.ts';
import type { Played, Stage } from '../stage/stage.ts';

const mostMs = 15_000;

interface Once {
  /** Milliseconds until each was live again. */
  times: number[];
  played: Played;
  /** What only the api could have answered: a new token, or a room's state. */
  boots: number;
  profile: ProfileLine[];
}

async function runOnce(stage: Stage, { sockets, rate, warmSeconds, seconds }: Size): Promise<Once> {
  const scene = await stage.open('ours', sockets);
  try {
    await scene.server.probe.startProfile();
    const playing = scene.play({ rate, seconds });
    await pause(warmSeconds * 1_000);
    const times = await stage.crowd.storm();
    const profile = await scene.server.probe.stopProfile();
    const played = await playing;
    const { resets, refused } = played.counts;
    const boots = resets + (refused.token_expired ?? 0) + (refused.token_invalid ?? 0);
    return { times, played, boots, profile };
  } finally {
    await scene.close();
  }
}

export const storm: Bench = {
  id: 'P4',
  name: 'storm',
  title: 'reconnect storm',
  load: '5,000 sockets cut at one moment while 300 events a second go on; clients come back as ours do, within 0.5 s at first',
  target: 'all live again in 15 s, nothing lost or doubled, Postgres not asked',
  limit:
    'Process time of a connect: the handshakes of HTTP, WebSocket, Engine.IO and Socket.IO, three answers of Redis, and the log of each room that moved meanwhile. A second node takes half of it.',
  sizes: {
    full: { sockets: 5_000, rate: 300, warmSeconds: 2, seconds: 12, runs: 3 },
    smoke: { sockets: 20, rate: 50, warmSeconds: 0.3, seconds: 1.5, runs: 1 },
  },
  run: async (stage, size, say) => {
    const all: Once[] = [];
    for (let run = 1; run <= size.runs; run += 1) {
      const once = await runOnce(stage, size);
      all.push(once);
      say(`run ${run}: all live after ${round(Math.max(...once.times) / 1_000)} s`);
    }
    const slowest = all.map(({ times }) => Math.max(...times));
    const halfway = all.map(({ times }) => percentile(times, 0.5));
    const boots = all.reduce((sum, once) => sum + once.boots, 0);
    const reconciled = reconcile(all.map(({ played }) => played));
    const everyone = all.every(({ times }) => times.length === size.sockets);
    const worst = Math.max(...slowest);
    return {
      figure: `all after ${round(worst / 1_000)} s, half after ${round(Math.max(...halfway) / 1_000)} s; ${boots} asked the api`,
      reference: `${mostMs / 1_000} s`,
      ratio: round(worst / mostMs),
      isMet: everyone && worst <= mostMs && boots === 0 && reconciled.isReconciled,
      ...reconciled,
      numbers: {
        slowest_ms: slowest.map((ms) => round(ms, 0)),
        half_ms: halfway.map((ms) => round(ms, 0)),
        boots,
      },
      profile: all.at(-1)?.profile ?? [],
    };
  },
};
