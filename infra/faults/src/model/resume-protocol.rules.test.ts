import { describe, expect, it } from '@jest/globals';
import { explore } from './explore.ts';
import { resumeProtocol } from './resume-protocol.ts';
import { wholeProtocol } from './state.ts';
import type { Fault, Protocol } from './state.ts';

type Budget = Partial<Record<Fault, number>>;

const check = (
  budget: Budget,
  { without = [], events }: { without?: (keyof Protocol)[]; events: number },
) => {
  const taken = Object.fromEntries(without.map((part) => [part, false]));
  return explore(resumeProtocol({ protocol: { ...wholeProtocol, ...taken }, budget, mostEvents: events }));
};

describe('CH24 CH25 CH26 CH27 CH28 CH29 CH41 the resume protocol, in every order of steps', () => {
  it.each<[string, number, Budget]>([
    ['messages are lost, doubled and reordered', 2, { drop: 1, duplicate: 1, reorder: 1, cut: 1 }],
    ['two messages are lost and the connection breaks', 3, { drop: 2, cut: 1 }],
    ['Redis is flushed and loses its last write', 2, { flush: 1, rollback: 1, cut: 1 }],
    ['the log is trimmed while connections break', 2, { trim: 1, cut: 2, drop: 1 }],
    ['a node crashes while Redis is flushed', 2, { crash: 1, flush: 1, drop: 1 }],
  ])('applies every event once, in order, and gets to the end when %s', (_what, events, budget) => {
    const { violation, states } = check(budget, { events });
    expect(violation).toBeUndefined();
    expect(states).toBeGreaterThan(1_000);
  });

  it.each<[string, Budget, (keyof Protocol)[]]>([
    ['the node and the client look for holes', { drop: 1 }, ['fillsHoles', 'clientSeesHoles']],
    ['the worker audits the log', { flush: 1, drop: 1 }, ['audits']],
    ['the node compares its position with the head', { drop: 1 }, ['checksHeads']],
    [
      'joins are buffered, or the server says where it stands',
      { cut: 1 },
      ['buffersJoins', 'saysWhereItStands', 'sendsHeads'],
    ],
    ['the server says where it stands', { cut: 1, rollback: 1 }, ['saysWhereItStands', 'sendsHeads']],
  ])('fails unless %s', (_part, budget, without) => {
    expect(check(budget, { without, events: 3 }).violation).toBeDefined();
  });
});
