import { setTimeout as pause } from 'node:timers/promises';
import type { Session } from '@convomatic/contracts';
import { createChance } from './platform/chance.ts';
import { createChaos } from './chaos/chaos.ts';
import type { Chaos, Kill } from './chaos/chaos.ts';
import type { Options } from './options.ts';
import { arrive, createCrowd, inviteWhoIsMissing, witnessOf } from './participants/index.ts';
import type { Crowd } from './participants/index.ts';
import type { Finding, History, Talk } from './reconciliation/index.ts';
import { reconcile } from './reconciliation/index.ts';
import { measure } from './reports/measures.ts';
import type { Measures } from './reports/measures.ts';
import { createProgress } from './reports/progress.ts';
import type { Run } from './run/index.ts';
import { createOwner } from './team/owner.ts';
import { Trouble } from './trouble.ts';

interface Needs {
  options: Options;
  run: Run;
  write: (line: string) => void;
  /** Aborted when the person at the keyboard has seen enough: everybody leaves. */
  signal: AbortSignal;
}

interface Course extends Needs {
  crowd: Crowd;
  chaos: Chaos | null;
  /** The first one that began. */
  talk: Promise<Session>;
}

export interface Outcome {
  history: History;
  findings: Finding[];
  measures: Measures;
  kills: readonly Kill[];
}

const marginMs = 30_000;
const exportsWithinMs = 60_000;
/** A worker that was killed is there again within two seconds, or a few more on a busy machine. */
const promptPatienceMs = { usual: 1_000, inChaos: 10_000 };

const requireAnswer = async (address: string): Promise<void> => {
  try {
    const response = await fetch(address);
    await response.body?.cancel();
  } catch (cause) {
    throw new Trouble(`${address} cannot be reached. Start it first: npm start`, { cause });
  }
};

/** From the first arrival until everyone is done, the deadline has passed or the signal says stop. */
const runCourse = async ({ crowd, chaos, talk, options, run, write, signal }: Course): Promise<void> => {
  const ending = new AbortController();
  const until = AbortSignal.any([signal, ending.signal]);
  const progress = createProgress({ census: crowd.census, write });
  try {
    const project = await arrive(crowd, options.project, signal);
    void inviteWhoIsMissing({
      crowd,
      link: `${run.address}/join/${project.slug}`,
      say: progress.say,
      signal: until,
    });
    const killing = chaos && talk.then(({ duration_ms }) => chaos.run(duration_ms, until, progress.say));
    const longestMs = options.deadline
      ? options.deadline * 1_000
      : project.waiting_limit_ms + project.duration_ms + marginMs;
    await Promise.race([
      Promise.all([crowd.over(until), killing]),
      pause(longestMs, undefined, { signal: until }),
    ]);
  } finally {
    ending.abort();
    progress.end();
    await crowd.leave();
  }
};

const fetchTalks = (crowd: Crowd, { address, owner_token }: Run): Promise<Talk[]> => {
  const owner = createOwner({
    address,
    ownerToken: owner_token,
    signal: AbortSignal.timeout(exportsWithinMs),
  });
  return Promise.all(crowd.sessionIds().map(owner.talk));
};

const unfinished = (crowd: Crowd): Finding[] =>
  crowd.people
    .filter(({ screen }) => screen.session !== null && !screen.isOver && !screen.hasLeft)
    .map(({ name }) => ({ kind: 'seat', text: `${name}'s talk was not over at the deadline` }));

/** Lets participants come, talk and leave, and compares what they saw with what the team exports. */
export const simulate = async (needs: Needs): Promise<Outcome> => {
  const { options, run } = needs;
  const chance = createChance(options.seed);
  const talk = Promise.withResolvers<Session>();
  const chaos = options.chaos
    ? createChaos({ runFile: options['run-file'], chance: chance.branch('chaos') })
    : null;
  await requireAnswer(run.address);
  const crowd = await createCrowd({
    address: run.address,
    slug: options.project,
    count: options.participants,
    arrivals: options.arrivals,
    chance,
    label: `${String(options.seed)}-${Date.now().toString(36)}`,
    changed: ({ session }) => {
      if (session?.state === 'active') talk.resolve(session);
    },
  });
  await runCourse({ ...needs, crowd, chaos, talk: talk.promise });

  const history = {
    group_min: crowd.project()?.group_min ?? 0,
    group_target: crowd.project()?.group_target ?? 0,
    prompt_patience_ms: options.chaos ? promptPatienceMs.inChaos : promptPatienceMs.usual,
    witnesses: crowd.people.map(witnessOf).filter((witness) => witness !== null),
    talks: await fetchTalks(crowd, run),
  };
  return {
    history,
    findings: [...unfinished(crowd), ...reconcile(history)],
    measures: measure(crowd.people),
    kills: chaos?.kills ?? [],
  };
};
