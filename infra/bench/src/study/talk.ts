import { groupRoom } from '@convomatic/contracts/names';
import type { Project } from '@convomatic/contracts';
import { until } from '@convomatic/kit/testing/until';
import type { Audience, Heard } from '../load/audience.ts';
import { roomSize } from '../load/people.ts';
import type { PostedMessage, Posters } from '../load/posters.ts';
import type { Remote } from '../stage/calls.ts';
import { start } from '../stage/processes.ts';
import { castOf, openProject } from './cast.ts';
import type { Speaker } from './cast.ts';
import type { Service, StudySystem } from './system.ts';

/** People who talk and listen, in processes of their own. */
export interface Talk {
  readonly project: Project;
  readonly worker: Service;
  say: (load: { rate: number | null; seconds: number }) => Promise<Said>;
  close: () => Promise<void>;
}

/** What was said, and how it arrived. */
export interface Said {
  accepted: number;
  refused: number;
  /** Accepted messages a second. */
  rate: number;
  /** Deliveries: of each message to each member of its room, and those that came. */
  expected: number;
  arrived: number;
  doubled: number;
  broken: number;
  /** Milliseconds from when a message was due to when a member had it. */
  latencies: number[];
  /** Microseconds of process time of api, channels and worker. */
  cpu: number;
}

const arrivalMs = 20_000;

const compare = (posted: readonly PostedMessage[], heard: Heard) => {
  const all = posted.map(({ sessionId, seq, dueMicros }) => ({
    dueMicros,
    times: heard[groupRoom(sessionId)]?.[seq] ?? [],
  }));
  return {
    arrived: all.reduce((sum, { times }) => sum + Math.min(times.length, roomSize), 0),
    doubled: all.reduce((sum, { times }) => sum + Math.max(0, times.length - roomSize), 0),
    latencies: all.flatMap(({ dueMicros, times }) => times.map((at) => (at - dueMicros) / 1_000)),
  };
};

const cpuOf = async (services: readonly Service[]): Promise<number> => {
  const times = await Promise.all(services.map(({ probe }) => probe.cpu()));
  return times.reduce((sum, time) => sum + time, 0);
};

interface Loads {
  audience: Remote<Audience>;
  posters: Remote<Posters>;
  cast: Speaker[];
  services: Service[];
  urls: string[];
}

async function say(
  { audience, posters, cast, services, urls }: Loads,
  load: { rate: number | null; seconds: number },
): Promise<Said> {
  await audience.takeHeard();
  const [before, brokenBefore] = [await cpuOf(services), await audience.broken()];
  const voices = cast.map(({ sessionId, participantToken }) => ({ sessionId, participantToken }));
  const { posted, refused, seconds } = await posters.play({ urls, voices, ...load });
  const expected = posted.length * roomSize;
  const haveArrived = async (): Promise<boolean> => (await audience.count()) >= expected;
  // What is missing then is lost, and counted as that.
  await until(haveArrived, { deadlineMs: arrivalMs, intervalMs: 50 }).catch(() => undefined);
  const cpu = (await cpuOf(services)) - before;
  return {
    accepted: posted.length,
    refused: Object.values(refused).reduce((sum, count) => sum + count, 0),
    rate: posted.length / seconds,
    expected,
    ...compare(posted, await audience.takeHeard()),
    broken: (await audience.broken()) - brokenBefore,
    cpu,
  };
}

/** So many people in talks of ten, connected and ready to speak. */
export async function openTalk(system: StudySystem, people: number): Promise<Talk> {
  const worker = await system.startWorker();
  const project = await openProject(system, 'Talk', { group_target: roomSize });
  const cast = await castOf(system, project, people);
  const audience = start<Audience>({ file: 'infra/bench/src/load/audience.ts' });
  const posters = start<Posters>({ file: 'infra/bench/src/load/posters.ts' });
  await audience.calls.gather(
    system.channels.port,
    cast.map(({ token, room, user }) => ({ token, room, user })),
  );
  const loads = {
    ...{ audience: audience.calls, posters: posters.calls, cast },
    services: [...system.apis, system.channels, worker],
    urls: system.apis.map(({ url }) => url),
  };
  return {
    project,
    worker,
    say: (load) => say(loads, load),
    close: async () => {
      await audience.calls.leave();
      await Promise.all([audience.stop(), posters.stop()]);
      await worker.stop();
    },
  };
}

/** Of all runs: as many deliveries as there should be, none lost, doubled or refused. */
export function reconcileSaid(all: readonly Said[]) {
  const sum = (of: (one: Said) => number): number => all.reduce((total, one) => total + of(one), 0);
  const [expected, arrived] = [sum((one) => one.expected), sum((one) => one.arrived)];
  const faults = {
    lost: expected - arrived,
    doubled: sum((one) => one.doubled),
    refused: sum((one) => one.refused),
    'connections broken': sum((one) => one.broken),
  };
  const words = Object.entries(faults).map(([what, count]) => `${count} ${what}`);
  return {
    reconciliation: `${sum((one) => one.accepted)} messages accepted, ${arrived} of ${expected} deliveries, ${words.join(', ')}`,
    isReconciled: expected > 0 && Object.values(faults).every((count) => count === 0),
  };
}
