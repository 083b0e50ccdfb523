import type { History, Violation } from './history.ts';
import { steps } from './positions.ts';
import type { Step } from './positions.ts';

const name = String;

const judge = ({ moment, seq, before }: Step): Pick<Violation, 'rule' | 'text'> | null => {
  if (moment.what === 'shown') {
    if (before === undefined || seq >= before) return null;
    return { rule: 'never back', text: `showed a state of ${name(seq)} after ${name(before)}` };
  }
  if (before === undefined) return { rule: 'in order', text: `applied ${name(seq)} without a state` };
  if (seq === before + 1) return null;
  const text = `applied ${name(seq)} after ${name(before)}`;
  return { rule: seq <= before ? 'once' : 'in order', text };
};

/** No view applies n + 1 before n, none applies an event twice, and none goes back. */
export const checkOrder = (history: History): Violation[] => {
  const violations: Violation[] = [];
  for (const step of steps(history)) {
    const found = judge(step);
    if (found) violations.push({ ...found, client: history.client, room: step.room, at: step.moment.at });
  }
  return violations;
};

/** The library never gives up a view whose person has a right to it. */
export const checkFailures = ({ client, moments }: History): Violation[] =>
  moments.flatMap((moment): Violation[] =>
    moment.what === 'failed'
      ? [{ rule: 'never given up', client, room: moment.view, at: moment.at, text: moment.why }]
      : [],
  );
