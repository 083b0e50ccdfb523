import { checkComplete, checkEvents } from './events.ts';
import type { Evidence, History, Moment, Violation } from './history.ts';
import { checkFailures, checkOrder } from './order.ts';
import { checkContract, checkRights } from './rights.ts';
import { checkSilence } from './silence.ts';

const checkHistory = (history: History, { committed, heads, samples }: Evidence): Violation[] => {
  const ofAll = [...checkRights(history), ...checkEvents(history, committed), ...checkContract(history)];
  if (!history.isFollowing) return ofAll;
  return [
    ...ofAll,
    ...checkOrder(history),
    ...checkFailures(history),
    ...checkComplete(history, heads),
    ...checkSilence(history, samples),
  ];
};

const whereTheyDiffer = (shown: string, fresh: string): string => {
  let at = 0;
  while (at < shown.length && shown[at] === fresh[at]) at += 1;
  const from = Math.max(0, at - 60);
  return `shows …${shown.slice(from, from + 160)}… and the api answers …${fresh.slice(from, from + 160)}…`;
};

const checkEndings = ({ endings }: Evidence): Violation[] =>
  endings
    .filter(({ shown, fresh }) => shown !== fresh)
    .map(({ client, view, shown, fresh }) => ({
      rule: 'equal state',
      client,
      room: view,
      at: Infinity,
      text: whereTheyDiffer(shown, fresh),
    }));

const checkSurroundings = ({ leaks, leftovers }: Evidence): Violation[] => [
  ...leaks.map(({ service, line }): Violation => {
    return { rule: 'no secret in a log', client: service, room: '', at: Infinity, text: line };
  }),
  ...leftovers.map((text): Violation => {
    return { rule: 'nothing left over', client: '', room: '', at: Infinity, text };
  }),
];

/** Everything that the run broke, in the order in which it happened. */
export const check = (evidence: Evidence): Violation[] =>
  [
    ...evidence.histories.flatMap((history) => checkHistory(history, evidence)),
    ...checkEndings(evidence),
    ...checkSurroundings(evidence),
  ].toSorted((one, other) => one.at - other.at);

const concerns = (moment: Moment, { room, at }: Violation): boolean => {
  if (moment.at > at) return false;
  if (moment.what === 'status' || moment.what === 'stray') return true;
  if (moment.what === 'shown') return moment.view === room || room in moment.rooms;
  if (moment.what === 'told') return room in moment.rooms;
  return moment.what === 'failed' ? moment.view === room : moment.room === room;
};

/** The last things that happened to the client of a violation, in its room, up to it. */
export const leadingTo = (violation: Violation, { histories }: Evidence, most = 30): Moment[] =>
  (histories.find(({ client }) => client === violation.client)?.moments ?? [])
    .filter((moment) => concerns(moment, violation))
    .slice(-most);
