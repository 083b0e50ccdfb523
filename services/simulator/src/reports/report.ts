import type { Outcome } from '../simulation.ts';
import { findingKinds } from '../reconciliation/index.ts';
import type { Finding, FindingKind, History } from '../reconciliation/index.ts';
import type { Spread } from './measures.ts';

const mostExamples = 10;

const named: Record<FindingKind, string> = {
  lost: 'losses',
  doubled: 'duplicates',
  order: 'order differences',
  differs: 'content and export differences',
  time: 'prompts out of time',
  seat: 'seats out of place',
};

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const milliseconds = (ms: number): string => `${String(Math.round(ms))} ms`;

const spread = (values: Spread | null, unit: (ms: number) => string): string =>
  values ? `p50 ${unit(values.p50)}, p99 ${unit(values.p99)}, longest ${unit(values.longest)}` : 'none';

/** Such as: 10 of 3 people, 1 of 2 people. */
const groups = ({ talks }: History): string => {
  const bySize = Map.groupBy(talks, ({ memberships }) => memberships.length);
  const sizes = [...bySize].map(([size, some]) => `${String(some.length)} of ${String(size)} people`);
  return sizes.join(', ') || 'none';
};

const peopleOf = ({ outcomes }: Outcome['measures']): string =>
  Object.entries(outcomes)
    .map(([outcome, count]) => `${String(count)} ${outcome.replaceAll('_', ' ')}`)
    .join(', ');

const rows = ({ history, measures, kills }: Outcome): [string, string][] => [
  ['participants', `${String(history.witnesses.length)}: ${peopleOf(measures)}`],
  ['groups', groups(history)],
  ['wait for a group', spread(measures.waits, seconds)],
  [
    'prompts delivered',
    `${String(history.talks.reduce((sum, { csv }) => sum + csv.filter(({ kind }) => kind === 'prompt').length, 0))}, shown ${String(measures.promptsShown)} times`,
  ],
  ['  late when delivered', spread(measures.delivered, milliseconds)],
  ['  late on the screen', spread(measures.shown, milliseconds)],
  [
    'messages written',
    `${String(measures.written)}: ${String(measures.accepted)} accepted, ${String(measures.refused)} after the end; ${String(measures.repeated)} sent more than once`,
  ],
  ['messages seen', `${String(measures.seen)} times`],
  ['  from sent to seen', spread(measures.sendToSeen, milliseconds)],
  ...kills.map(({ service, afterMs }): [string, string] => [
    'killed',
    `${service}, ${seconds(afterMs)} into the talk`,
  ]),
];

const table = (lines: readonly [string, string][]): string[] => {
  const width = Math.max(...lines.map(([label]) => label.length));
  return lines.map(([label, value]) => `  ${label.padEnd(width)}   ${value}`);
};

const verdict = (findings: readonly Finding[]): string[] => {
  if (findings.length === 0)
    return ['Nothing was lost, doubled or out of order, and the exports are what everyone saw.'];
  const more = findings.length - mostExamples;
  return [
    ...findings.slice(0, mostExamples).map(({ kind, text }) => `  ${kind}: ${text}`),
    ...(more > 0 ? [`  … and ${String(more)} more`] : []),
  ];
};

/** The whole account of a simulation, for a terminal. */
export const report = (outcome: Outcome): string => {
  const counts = findingKinds.map((kind): [string, string] => [
    named[kind],
    String(outcome.findings.filter((finding) => finding.kind === kind).length),
  ]);
  return ['', ...table([...rows(outcome), ...counts]), '', ...verdict(outcome.findings)].join('\n');
};
