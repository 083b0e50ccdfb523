import type { FindingKind } from './finding.ts';
import { buildHistory } from './history.build.ts';
import type { History, Talk, Witness } from './history.ts';
import { reconcile } from './reconcile.ts';

export const firstOf = <T>([first]: readonly T[]): T => {
  if (first === undefined) throw new Error('there is none');
  return first;
};

/** One of the witnesses saw something else. */
export const withWitness = (change: (witness: Witness) => Partial<Witness>): History => {
  const history = buildHistory();
  return {
    ...history,
    witnesses: history.witnesses.map((witness, index) =>
      index === 1 ? { ...witness, ...change(witness) } : witness,
    ),
  };
};

/** The first talk is another one. */
export const withTalk = (change: (talk: Talk) => Partial<Talk>): History => {
  const history = buildHistory();
  return {
    ...history,
    talks: history.talks.map((talk, index) => (index === 0 ? { ...talk, ...change(talk) } : talk)),
  };
};

/** What is found, each kind once. */
export const kinds = (history: History): FindingKind[] =>
  [...new Set(reconcile(history).map(({ kind }) => kind))].toSorted();
