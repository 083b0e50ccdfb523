import { setTimeout as pause } from 'node:timers/promises';
import type { Place } from '@convomatic/contracts';
import { burstArrivals } from './arrivals.ts';
import type { Chance } from '../platform/chance.ts';
import { createParticipant } from './participant.ts';
import type { Participant } from './participant.ts';
import type { Screen } from './screen.ts';

interface Needs {
  address: string;
  slug: string;
  count: number;
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

const isTalking = ({ session, isOver }: Screen): boolean => session !== null && !isOver;
const isWaiting = ({ participant, session, isOver }: Screen): boolean =>
  participant !== null && session === null && !isOver;

const sessionIdsOf = (people: readonly Participant[]): Set<number> =>
  new Set(people.flatMap(({ screen }) => [...screen.sessionIds]));

const censusOf = (people: readonly Participant[]): Census => {
  const screens = people.map(({ screen }) => screen);
  return {
    arriving: screens.filter(({ participant }) => participant === null).length,
    waiting: screens.filter(isWaiting).length,
    talking: screens.filter(isTalking).length,
    finished: screens.filter(({ isOver }) => isOver).length,
    sessions: sessionIdsOf(people).size,
    written: people.reduce((sum, { outbox }) => sum + outbox.sent().length, 0),
  };
};

/** Everyone of one simulation. */
export const createCrowd = ({ address, slug, count, chance, label, changed }: Needs) => {
  const people = Array.from({ length: count }, (_, index): Participant => {
    const name = `P${String(index + 1)}`;
    const externalId = `${label}-${String(index + 1)}`;
    return createParticipant({ address, slug, name, externalId, chance: chance.branch(name), changed });
  });

  const arrive = async (person: Participant, atMs: number, signal: AbortSignal): Promise<void> => {
    await pause(atMs, undefined, { signal });
    await person.arrive(signal);
  };

  return {
    people,
    census: () => censusOf(people),
    /** Resolves when all have a seat. */
    arrive: async (signal: AbortSignal): Promise<void> => {
      const moments = burstArrivals(count, chance);
      await Promise.all(people.map((person, index) => arrive(person, moments[index] ?? 0, signal)));
    },
    /** The project as people were shown it, and the sessions that they were shown. */
    project: (): Place['project'] | null =>
      people.find(({ screen }) => screen.project)?.screen.project ?? null,
    sessionIds: (): number[] => [...sessionIdsOf(people)].toSorted((a, b) => a - b),
    /** How many people a group still lacks for those who wait; 0 when nobody waits. */
    missing: async (): Promise<number> =>
      (await people.find(({ screen }) => isWaiting(screen))?.missing()) ?? 0,
    /** Resolves when every talk is over and every message answered for. */
    over: async (): Promise<void> => {
      await Promise.all(people.map(({ over }) => over));
      await Promise.all(people.map(({ outbox }) => outbox.settled()));
    },
    leave: async (): Promise<void> => {
      await Promise.all(people.map((person) => person.leave()));
    },
  };
};

export type Crowd = ReturnType<typeof createCrowd>;
