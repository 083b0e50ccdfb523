import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@convomatic/kit/testing/until';
import type { Bench, Outcome, ProfileLine, Size } from '../bench.ts';
import { median, percentile, round } from '../measure.ts';
import { openProject } from '../study/cast.ts';
import { insertSessions } from '../study/rows.ts';
import { measureOn } from '../study/measure-on.ts';
import type { StudySystem } from '../study/system.ts';
import { openTalk, reconcileSaid } from '../study/talk.ts';
import type { Said, Talk } from '../study/talk.ts';
import { startMetronome } from '../study/metronome.ts';
import { momentTimetable, plan, readGiven, spreadTimetable } from '../study/timetable.ts';
import type { Given, Timetable } from '../study/timetable.ts';

const atOnce = 100;
const mostMs = { spread: 15, atOnce: 60 };

const scenes = ['spread', 'atOnce', 'spreadBesideMessages', 'atOnceBesideMessages'] as const;
type Scene = (typeof scenes)[number];

interface Played {
  given: Given;
  /** Of a bare timer with an empty query, meanwhile. */
  bare: number[];
  said: Said | null;
}

interface Stage {
  system: StudySystem;
  talk: Talk;
  size: Size;
}

/** New talks each time: a talk is given a prompt once. */
async function play(
  { system, talk, size }: Stage,
  timetable: Timetable,
  rate: number | null,
): Promise<Played> {
  const { database } = system;
  const project = await openProject(system, 'Prompts', {});
  const sessions = await insertSessions(database, project, Math.max(size.sockets, timetable.length));
  const ids = await plan(database, { project, sessions, timetable });
  const lastMs = Math.max(...timetable.map(({ inMs }) => inMs)) + 2_000;
  const endMetronome = startMetronome(database);
  const saying = rate === null ? pause(lastMs, null) : talk.say({ rate, seconds: lastMs / 1_000 });
  const said = await saying;
  const bare = endMetronome();
  const areGiven = async (): Promise<boolean> => (await readGiven(database, ids)).given === ids.length;
  // What is missing then is lost, and counted as that.
  await until(areGiven, { deadlineMs: 10_000, intervalMs: 250 }).catch(() => undefined);
  return { given: await readGiven(database, ids), said, bare };
}

async function runOnce(stage: Stage): Promise<Record<Scene, Played>> {
  const { sockets, seconds, rate } = stage.size;
  const spread = spreadTimetable(sockets, seconds);
  const moments = momentTimetable(Math.min(atOnce, sockets), seconds);
  return {
    spread: await play(stage, spread, null),
    atOnce: await play(stage, moments, null),
    spreadBesideMessages: await play(stage, spread, rate),
    atOnceBesideMessages: await play(stage, moments, rate),
  };
}

const reconcileAll = (all: readonly Played[]): Pick<Outcome, 'reconciliation' | 'isReconciled'> => {
  const sum = (of: (one: Given) => number): number => all.reduce((total, { given }) => total + of(given), 0);
  const [planned, given, wrong] = [
    sum((one) => one.planned),
    sum((one) => one.given),
    sum((one) => one.wrong),
  ];
  const messages = reconcileSaid(all.flatMap(({ said }) => said ?? []));
  return {
    reconciliation: `${given} of ${planned} prompts given, ${wrong} early or twice; ${messages.reconciliation}`,
    isReconciled: given === planned && wrong === 0 && messages.isReconciled,
  };
};

const outcomeOf = (all: readonly Record<Scene, Played>[], profile: ProfileLine[]): Outcome => {
  const late = Object.fromEntries(
    scenes.map((scene) => [scene, all.map((one) => percentile(one[scene].given.late, 0.99))]),
  ) as Record<Scene, number[]>;
  const [spread = NaN, moment = NaN, spreadBeside = NaN, momentBeside = NaN] = scenes.map((scene) =>
    median(late[scene]),
  );
  const bareOf = (some: readonly Scene[]): number =>
    median(
      all.map((one) =>
        percentile(
          some.flatMap((scene) => one[scene].bare),
          0.99,
        ),
      ),
    );
  const [alone, beside] = [bareOf(scenes.slice(0, 2)), bareOf(scenes.slice(2))];
  return {
    figure: `99th percentile ${round(spread, 1)} ms spread, ${round(moment, 1)} ms for a hundred at one moment; beside the messages ${round(spreadBeside, 1)} and ${round(momentBeside, 1)} ms`,
    reference: `bare timer with an empty query ${round(alone, 1)} ms, beside the messages ${round(beside, 1)} ms`,
    ratio: round(spread / alone),
    isMet: Math.max(spread, spreadBeside) <= mostMs.spread && Math.max(moment, momentBeside) <= mostMs.atOnce,
    ...reconcileAll(all.flatMap((one) => scenes.map((scene) => one[scene]))),
    numbers: Object.fromEntries(scenes.map((scene) => [scene, late[scene].map((ms) => round(ms))])),
    profile,
  };
};

export const promptTimes: Bench = {
  id: 'P7',
  name: 'prompts',
  title: 'prompts',
  load: '1,000 active sessions, a prompt each every 10 s, spread, and a hundred due at one moment each second; alone, and beside 300 messages a second to 10 members each; one worker. From when a prompt was due to its event, by the clock of the database',
  target: `99th percentile ≤ ${String(mostMs.spread)} ms spread, ≤ ${String(mostMs.atOnce)} ms at one moment; never early`,
  limit: 'The commit of one transaction for what is due together, and the turn of the worker for it.',
  sizes: {
    full: { sockets: 1_000, rate: 300, warmSeconds: 0, seconds: 10, runs: 3 },
    smoke: { sockets: 20, rate: 10, warmSeconds: 0, seconds: 1, runs: 1 },
  },
  run: (_stage, size, say) =>
    measureOn({ apis: 1 }, async (system) => {
      const talk = await openTalk(system, Math.min(200, size.sockets));
      try {
        const stage = { system, talk, size };
        const all: Record<Scene, Played>[] = [];
        for (let run = 1; run <= size.runs; run += 1) {
          const once = await runOnce(stage);
          all.push(once);
          const late = scenes.map((scene) => round(percentile(once[scene].given.late, 0.99), 1));
          say(`run ${run}: 99th percentile ${late.join(', ')} ms`);
        }
        await talk.worker.probe.startProfile();
        await play(stage, momentTimetable(Math.min(atOnce, size.sockets), Math.min(3, size.seconds)), null);
        return outcomeOf(all, await talk.worker.probe.stopProfile());
      } finally {
        await talk.close();
      }
    }),
};
