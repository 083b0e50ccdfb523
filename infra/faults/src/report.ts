import { leadingTo } from './checker/index.ts';
import type { Moment, Rule, Violation } from './checker/index.ts';
import type { Outcome } from './run/run.ts';

const row = (name: string, value: number | string): string => `  ${name.padEnd(34)}${String(value)}`;

const secondsOf = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const countOf = ({ violations }: Outcome, ...rules: Rule[]): number =>
  violations.filter(({ rule }) => rules.includes(rule)).length;

const rateOf = ({ counts, struck, startedAt }: Outcome): string => {
  const until = struck.find(({ kind }) => kind === 'last messages unheard')?.until ?? NaN;
  return ((counts.accepted * 1_000) / (until - startedAt)).toFixed(0);
};

const table = (outcome: Outcome): string[] => {
  const { counts, clients, evidence } = outcome;
  const { dropped } = counts;
  return [
    row('events committed', counts.committed),
    row('messages said, accepted, refused', `${counts.said}, ${counts.accepted}, ${counts.refused}`),
    row('messages accepted a second', rateOf(outcome)),
    row('messages tried again, most owed', `${counts.retries}, ${counts.mostOwed}`),
    row('messages without an answer', counts.unanswered),
    row('deliveries', clients.deliveries),
    row('connects, refusals', `${clients.connects}, ${clients.refusals}`),
    row('connections reset by the harness', counts.clientCuts),
    row('events dropped to nodes, clients', `${dropped.published}, ${dropped.delivered}`),
    row('rooms live, recovered, reset', `${clients.live}, ${clients.recovered}, ${clients.resets}`),
    row('syncs of clients, fills of nodes', `${clients.syncs}, ${counts.fills}`),
    row('fetches of a state', clients.fetches),
    row('views compared at the end', evidence.endings.length),
    row('quiet after', counts.quietAfterMs === null ? 'never' : secondsOf(counts.quietAfterMs)),
    row('log lines looked at, skipped', `${counts.lines}, ${counts.skipped}`),
    '',
    row('losses', countOf(outcome, 'every event', 'equal state')),
    row('duplicates', countOf(outcome, 'once')),
    row('disorders', countOf(outcome, 'in order', 'never back')),
    row('strangers', countOf(outcome, 'no other event', 'equal events', 'only by right', 'contract alone')),
    row('silent and behind', countOf(outcome, 'not silent and behind')),
    row('other violations', countOf(outcome, 'never given up', 'no secret in a log', 'nothing left over')),
  ];
};

const faultsOf = ({ struck, startedAt, failures }: Outcome): string[] => [
  ...struck.map(({ kind, from, until, target }) =>
    row(`${secondsOf(from - startedAt).padStart(8)}  ${kind}`, `${secondsOf(until - from)}  ${target}`),
  ),
  ...failures.map((failure) => `  could not be done: ${failure}`),
];

const describe = (moment: Moment, room: string): string => {
  switch (moment.what) {
    case 'status':
      return `is ${moment.status}`;
    case 'heard':
      return `hears ${moment.seq}`;
    case 'told':
      return `${moment.name} ${JSON.stringify(moment.rooms[room])}`;
    case 'shown':
      return `shows a state of ${String(moment.rooms[room])}`;
    case 'applied':
      return `applies ${moment.seq} (event ${moment.id})`;
    case 'failed':
      return `gives ${moment.view} up: ${moment.why}`;
    case 'stray':
      return `hears "${moment.name}"`;
  }
};

const tell = (violation: Violation, { startedAt }: Outcome): string => {
  const { rule, client, room, at, text } = violation;
  const when = at === Infinity ? 'at the end' : secondsOf(at - startedAt);
  return `  ${rule}: ${client} ${room} ${text} (${when})`;
};

const mostOfARule = 5;

/** The first few of each rule: a common one must not hide a rare one. */
const firstOfEach = (violations: readonly Violation[]): Violation[] =>
  [...Map.groupBy(violations, ({ rule }) => rule).values()].flatMap((some) => some.slice(0, mostOfARule));

const verdict = (outcome: Outcome): string[] => {
  const { violations, evidence, startedAt } = outcome;
  const [first] = violations;
  if (!first) return ['Nothing was lost, doubled, out of order or told to the wrong one.'];
  return [
    `${String(violations.length)} violations:`,
    ...firstOfEach(violations).map((violation) => tell(violation, outcome)),
    '',
    `What led to the first, for ${first.client}:`,
    ...leadingTo(first, evidence).map(
      (moment) => `${secondsOf(moment.at - startedAt).padStart(10)}  ${describe(moment, first.room)}`,
    ),
  ];
};

/** Everything that a person wants to know of a run. */
export const report = (outcome: Outcome): string =>
  ['', 'Faults', ...faultsOf(outcome), '', 'Counts', ...table(outcome), '', ...verdict(outcome)].join('\n');
