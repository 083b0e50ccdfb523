import type { Evidence, History, Moment, Violation } from './history.ts';
import { lastSteps } from './positions.ts';
import { keepsRight } from './rights.ts';

type Committed = Evidence['committed'];
type Arrival = Extract<Moment, { what: 'heard' | 'applied' }>;

const differs = (moment: Arrival, committed: Committed): Pick<Violation, 'rule' | 'text'> | null => {
  const { room, seq, what } = moment;
  const event = committed.get(room)?.[seq - 1];
  const text = `${what} ${String(seq)}`;
  if (!event) return { rule: 'no other event', text: `${text}, which was never committed` };
  const isEqual = what === 'heard' ? moment.digest === event.digest : moment.id === event.id;
  return isEqual ? null : { rule: 'equal events', text: `${text}, which is another event in Postgres` };
};

/** Whatever arrives was committed, and is under its number what Postgres has there. */
export const checkEvents = ({ client, moments }: History, committed: Committed): Violation[] =>
  moments.flatMap((moment): Violation[] => {
    if (moment.what !== 'heard' && moment.what !== 'applied') return [];
    const found = differs(moment, committed);
    return found ? [{ ...found, client, room: moment.room, at: moment.at }] : [];
  });

/** Every committed event has arrived, in the end. Together with the order this means: each of them, once. */
export const checkComplete = (history: History, heads: Evidence['heads']): Violation[] =>
  lastSteps(history).flatMap(({ moment, room, seq }): Violation[] => {
    const head = heads[room] ?? 0;
    if (seq >= head || !keepsRight(history.rights, room)) return [];
    const text = `${moment.view} ended at ${String(seq)} of ${String(head)}`;
    return [{ rule: 'every event', client: history.client, room, at: Infinity, text }];
  });
