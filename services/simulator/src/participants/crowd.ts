import { setTimeout as pause } from 'node:timers/promises';
import type { Place } from '@convomatic/contracts';
import type { Chance } from '../platform/chance.ts';
import { arrivalsOf } from './arrivals.ts';
import type { ArrivalKind } from './arrivals.ts';
import { habitOf } from './habits.ts';
import { canBreak, createLine } from './line.ts';
import { createParticipant } from './participant.ts';
import type { Participant } from './participant.ts';
import type { Screen } from './screen.ts';

interface Needs {
  address: string;
  slug: string;
  count: number;
  arrivals: ArrivalKind;
  chance: Chance;
  /** Sets this crowd's people apart from those of every other run. */
  label: string;
  changed: (screen: Screen) => void;
}

export interface Census {
  arriving: number;
  waiting: number;
  talking: number;
  finished: number;
  sessions: number;
  written: number;
}

const joinWithinMs = 60_000;
const lookEveryMs = 1_000;
/** Who waits for so long after the last talk, too few for a group, goes home. */
const mostLooks = 10;

const isDone = (screen: Screen): boolean => screen.isOver || screen.hasLeft;
const isTalking = (screen: Screen): boolean => screen.session !== null && !isDone(screen);
const isWaiting = (screen: Screen): boolean =>
  screen.participant !== null && screen.session === null && !isDone(screen);

const sessionIdsOf = (people: readonly Participant[]): Set<number> =>
  new Set(people.flatMap(({ screen }) => [...screen.sessionIds]));

const censusOf = (people: readonly Participant[]): Census => {
  const screens = people.map(({ screen }) => screen);
  return {
    arriving: screens.filter(({ participant }) => participant === null).length,
    waiting: screens.filter(isWaiting).length,
    talking: screens.filter(isTalking).length,
    finished: screens.filter(isDone).length,
    sessions: sessionIdsOf(people).size,
    written: people.reduce((sum, { outbox }) => sum + outbox.sent().length, 0),
  };
};

const gather = ({ address, slug, count, chance, label, changed }: Needs): Promise<Participant[]> => {
  const create = async (index: number): Promise<Participant> => {
    const name = `P${String(index + 1)}`;
    const own = chance.branch(name);
    const habit = habitOf(own.branch('habit'), { count, canBreak: canBreak(address) });
    const line = habit === 'drops' ? await createLine(address) : null;
    const externalId = `${label}-${String(index + 1)}`;
    return createParticipant({ address, line, slug, name, externalId, habit, chance: own, changed });
  };
  return Promise.all(Array.from({ length: count }, (_, index) => create(index)));
};

/** Everyone of one simulation. */
export const createCrowd = async (needs: Needs) => {
  const { arrivals, count, chance } = needs;
  const people = await gather(needs);
  const project = (): Place['project'] | null =>
    people.find(({ screen }) => screen.project)?.screen.project ?? null;

  const arrive = async (person: Participant, atMs: number, signal: AbortSignal): Promise<void> => {
    await pause(atMs, undefined, { signal });
    await person.arrive(AbortSignal.any([signal, AbortSignal.timeout(joinWithinMs)]));
  };

  /** There were talks, all are over, and who still waits is no group. */
  const isRestTooFew = (): boolean => {
    const { arriving, waiting, talking, sessions } = censusOf(people);
    return sessions > 0 && arriving + talking === 0 && waiting < (project()?.group_target ?? 0);
  };
  const restGoesHome = async (signal: AbortSignal): Promise<void> => {
    for (let looks = 0; looks < mostLooks; looks = isRestTooFew() ? looks + 1 : 0)
      await pause(lookEveryMs, undefined, { signal });
  };

  return {
    people,
    census: () => censusOf(people),
    /** Resolves when all have a seat. */
    arrive: async (signal: AbortSignal): Promise<void> => {
      const moments = arrivalsOf(arrivals, count, chance);
      await Promise.all(people.map((person, index) => arrive(person, moments[index] ?? 0, signal)));
    },
    /** The project as people were shown it, and the sessions that they were shown. */
    project,
    sessionIds: (): number[] => [...sessionIdsOf(people)].toSorted((a, b) => a - b),
    /** How many people a group still lacks for those who wait; 0 when nobody waits. */
    missing: async (): Promise<number> =>
      (await people.find(({ screen }) => isWaiting(screen))?.missing()) ?? 0,
    /** Resolves when every talk is over and every message answered for. */
    over: async (signal: AbortSignal): Promise<void> => {
      await Promise.race([Promise.all(people.map(({ over }) => over)), restGoesHome(signal)]);
      await Promise.all(people.map(({ outbox }) => outbox.settled()));
    },
    leave: async (): Promise<void> => {
      await Promise.all(people.map((person) => person.leave()));
    },
  };
};

export type Crowd = Awaited<ReturnType<typeof createCrowd>>;
