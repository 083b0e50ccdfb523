import { until } from '@convomatic/kit/testing/until';
import { check } from '../checker/index.ts';
import type { Evidence, Violation } from '../checker/index.ts';
import { now } from '../clients/index.ts';
import type { Counts } from '../clients/index.ts';
import { createChance } from './chance.ts';
import { openCrowd, sharesOf } from './crowd.ts';
import type { Everybody } from './crowd.ts';
import { createClosing } from './closing.ts';
import type { Later } from './closing.ts';
import { collect, inspect } from './evidence.ts';
import { createFaults } from './faults.ts';
import { createLogLines } from './log-lines.ts';
import { createNemesis } from './nemesis.ts';
import type { Nemesis, Struck } from './nemesis.ts';
import { gather } from './people.ts';
import { createPublisher } from './publisher.ts';
import type { Publisher } from './publisher.ts';
import { createSampler, readHeads } from './sampler.ts';
import { planFaults } from './schedule.ts';
import type { FaultKind } from './schedule.ts';
import { startSystem } from './system.ts';
import type { System } from './system.ts';

export type RunOptions = {
  seed: number;
  clients: number;
  /** Events a second. */
  rate: number;
  seconds: number;
  nodes: number;
  faults: readonly FaultKind[];
  relay?: 'channels' | 'naive';
  /** How long everybody has to come to the heads after the faults. */
  quietMs?: number;
  /** A folder for what the services write. */
  logs?: string;
  say?: (line: string) => void;
  signal?: AbortSignal;
};

export type Outcome = {
  violations: Violation[];
  evidence: Evidence;
  /** Faults that could not be done or mended: then the run proves nothing. */
  failures: string[];
  struck: Struck[];
  startedAt: number;
  counts: Publisher['counts'] & {
    committed: number;
    clientCuts: number;
    /** Events that were dropped on their way to nodes and to clients. */
    dropped: { published: number; delivered: number };
    /** How often nodes read the log for what they had missed, since they were started last. */
    fills: number;
    /** Until everybody was at the heads, after the faults; null when that never came. */
    quietAfterMs: number | null;
    /** Of logs; skipped: how often some went by unseen. */
    lines: number;
    skipped: number;
  };
  clients: Counts;
};

const connectedWithinMs = 60_000;
const mostNamed = 5;
const mostQuoted = 2_000;

const isQuiet = async (system: System, { following }: Everybody): Promise<boolean> => {
  const heads = await readHeads(system);
  return following.every((client) => client.isAt(heads));
};

const untilQuiet = async (
  system: System,
  everybody: Everybody,
  deadlineMs: number,
): Promise<number | null> => {
  const from = now();
  try {
    await until(() => isQuiet(system, everybody), { deadlineMs, intervalMs: 250 });
    return now() - from;
  } catch {
    // The checker says who did not come.
    return null;
  }
};

const untilConnected = async (system: System, everybody: Everybody): Promise<void> => {
  const areAll = async (): Promise<boolean> =>
    everybody.bare.every((client) => client.isConnected()) && (await isQuiet(system, everybody));
  try {
    await until(areAll, { deadlineMs: connectedWithinMs, intervalMs: 250 });
  } catch (error) {
    const heads = await readHeads(system);
    const late = everybody.following.filter((client) => !client.isAt(heads));
    const standings = late.slice(0, mostNamed).map((client) => client.standing());
    const said = system.nodes.map(({ service }) => service.logs().slice(-mostQuoted));
    const text = [...standings, ...said].join('\n');
    throw new Error(`not everybody came to be live:\n${text}`, { cause: error });
  }
};

const sum = ({ following, bare }: Everybody): Counts => {
  const all = [...following, ...bare].map(({ recorder }) => recorder.counts);
  const names = Object.keys(all[0] ?? {}) as (keyof Counts)[];
  return Object.fromEntries(
    names.map((name) => [name, all.reduce((total, counts) => total + counts[name], 0)]),
  ) as Counts;
};

const prepare = async (options: RunOptions, later: Later) => {
  const { seed, rate, clients, nodes, relay = 'channels', say = () => undefined } = options;
  const system = await startSystem({ nodes, relay });
  later(system.stop);
  say('everything is ready; people join');
  const services = [...system.apis, system.worker, ...system.nodes.map(({ service }) => service)];
  const lines = createLogLines(services, options.logs);
  later(lines.close);
  const shares = sharesOf(clients);
  const people = await gather(system, shares);
  const everybody = await openCrowd({ system, people, bareCount: shares.bare });
  later(everybody.close);
  await untilConnected(system, everybody);
  const urls = system.apis.map(({ url }) => url);
  const chance = createChance(seed);
  const publisher = createPublisher({
    speakers: people.speakers,
    urls,
    rate,
    chance: chance.branch('words'),
  });
  later(publisher.giveUp);
  return { system, lines, people, everybody, publisher, chance };
};

type Scene = Awaited<ReturnType<typeof prepare>>;

const besiege = async (scene: Scene, options: RunOptions): Promise<Nemesis> => {
  const { system, people, everybody, publisher, chance } = scene;
  const { seconds, say = () => undefined, signal = new AbortController().signal } = options;
  const faults = createFaults({
    system,
    people,
    crowd: everybody,
    publisher,
    chance: chance.branch('faults'),
  });
  const nemesis = createNemesis({ faults, system, chance: chance.branch('nemesis'), say, signal });
  publisher.start();
  try {
    await nemesis.run(planFaults(options.faults, seconds, chance.branch('plan')), seconds);
  } finally {
    await nemesis.hideLast(publisher.stop);
    await publisher.stop();
  }
  return nemesis;
};

const judge = async (options: RunOptions, later: Later): Promise<Outcome> => {
  const scene = await prepare(options, later);
  const { system, everybody, people, publisher, lines } = scene;
  const { say = () => undefined, quietMs = 30_000 } = options;
  const sampler = createSampler(system);
  later(sampler.stop);
  const startedAt = now();
  say(`${String(everybody.following.length + everybody.bare.length)} clients are live; the faults begin`);
  const nemesis = await besiege(scene, options);
  say('the faults are over');
  const quietAfterMs = await untilQuiet(system, everybody, quietMs);
  sampler.stop();
  const { struck, failures } = nemesis;
  const collected = await collect({ system, everybody, sampler, struck });
  everybody.close();
  const { fills, ...inspected } = await inspect(system, lines, people.secrets);
  const evidence = { ...collected, ...inspected };
  const committed = [...evidence.committed.values()].reduce((total, events) => total + events.length, 0);
  return {
    violations: check(evidence),
    evidence,
    failures,
    struck,
    startedAt,
    counts: {
      ...publisher.counts,
      committed,
      clientCuts: nemesis.cuts(),
      dropped: await system.network.dropped(),
      fills,
      quietAfterMs,
      ...lines.counts,
    },
    clients: sum(everybody),
  };
};

/** One run, from nothing to the verdict; what it started is gone afterwards, also when it failed. */
export const runFaults = async (options: RunOptions): Promise<Outcome> => {
  const closing = createClosing();
  try {
    return await judge(options, closing.add);
  } finally {
    await closing.run();
  }
};
