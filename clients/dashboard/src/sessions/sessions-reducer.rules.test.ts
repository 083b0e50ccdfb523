import { describe, expect, it } from '@jest/globals';
import type { Count, Event } from '@convomatic/contracts';
import fc from 'fast-check';
import { buildMembership, buildSession, timeAt } from './sessions.build.ts';
import { reduceSessions } from './sessions-reducer.ts';
import type { SessionsState } from './sessions-reducer.ts';

type Step = 'start' | 'close' | 'leave' | 'count' | 'elsewhere';

const count = (waiting: number): Count => ({
  project_id: 1,
  waiting,
  active: 0,
  finished: 0,
  completed: 0,
  sessions_active: 0,
  sessions_closed: 0,
  oldest_waiting_since: null,
});

const empty: SessionsState = {
  sessions: [],
  memberships: [],
  count: count(0),
  rooms: { 'group-9': 0 },
  server_time: timeAt(0),
};

/** What the team's room would tell of one step, and the state behind it. */
const take = (
  state: SessionsState,
  step: Step,
  seq: number,
): [Event['kind'], Event['records'], SessionsState] => {
  const newest = state.sessions[0];
  if (step === 'start' || !newest) {
    const session = buildSession({ id: 100 + seq });
    const members = [1, 2].map((user_id) => buildMembership({ group_id: session.id, user_id }));
    const sessions = [session, ...state.sessions];
    const memberships = [...state.memberships, ...members];
    return [
      'session.started',
      { sessions: [session], memberships: members },
      { ...state, sessions, memberships },
    ];
  }
  if (step === 'close') {
    const closed = { ...newest, state: 'closed' as const, closed_at: timeAt(seq) };
    return [
      'session.closed',
      { sessions: [closed] },
      { ...state, sessions: [closed, ...state.sessions.slice(1)] },
    ];
  }
  if (step === 'leave') {
    const left = buildMembership({ group_id: newest.id, user_id: 1, left_at: timeAt(seq) });
    const memberships = state.memberships.map((member) =>
      member.group_id === newest.id && member.user_id === 1 ? left : member,
    );
    return ['member.left', { memberships: [left] }, { ...state, memberships }];
  }
  if (step === 'count') return ['project.counted', { counts: [count(seq)] }, { ...state, count: count(seq) }];
  const foreign = buildSession({ id: 500 + seq, project_id: 2 });
  const records = {
    sessions: [foreign],
    memberships: [buildMembership({ group_id: foreign.id })],
    counts: [{ ...count(seq), project_id: 2 }],
  };
  return ['session.started', records, state];
};

describe('the sessions of a project', () => {
  it('equal a fresh state after any state and the events behind it', () => {
    const steps = fc.array(fc.constantFrom<Step>('start', 'close', 'leave', 'count', 'elsewhere'), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(steps, fc.nat(25), (taken, from) => {
        const states = [empty];
        const events = taken.map((step, index): Event => {
          const seq = index + 1;
          const [kind, records, next] = take(states.at(-1) ?? empty, step, seq);
          states.push(next);
          return { room: 'group-9', team_id: 9, seq, id: seq, at: timeAt(seq), kind, records };
        });
        const start = Math.min(from, taken.length);
        expect(events.slice(start).reduce(reduceSessions, states[start] ?? empty)).toEqual(states.at(-1));
      }),
    );
  });

  it('stay as many as the server lists', () => {
    const sessions = Array.from({ length: 201 }, (_, index) => buildSession({ id: index + 1 }));
    const event: Event = {
      room: 'group-9',
      team_id: 9,
      seq: 1,
      id: 1,
      at: timeAt(0),
      kind: 'session.started',
      records: { sessions },
    };
    const shown = reduceSessions(empty, event).sessions.map(({ id }) => id);
    expect([shown.length, shown[0], shown.at(-1)]).toEqual([200, 201, 2]);
  });
});
