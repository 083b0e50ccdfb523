import { describe, expect, it } from '@jest/globals';
import type { Event, Message, PromptDelivery, Session, SessionView } from '@convomatic/contracts';
import fc from 'fast-check';
import { buildMembership, buildSession, text, timeAt } from './sessions.build.ts';
import { reduceSession } from './session-reducer.ts';

type Step = 'message' | 'prompt' | 'leave' | 'close';

/** What a server would hold after the first `count` steps, and the event of each. */
const history = (steps: readonly Step[]) => {
  const session: Session = buildSession({ id: 7 });
  let state: SessionView = {
    session,
    memberships: [1, 2, 3].map((user_id) => buildMembership({ group_id: 7, user_id })),
    messages: [],
    absences: [],
    assignments: null,
    more_messages: false,
    prompt_deliveries: [],
    farewell: text('Thank you.'),
    prompts: null,
    rooms: { 'group-7': 0 },
    server_time: timeAt(0),
  };
  const states = [state];
  const events: Event[] = [];
  steps.forEach((step, index) => {
    const seq = index + 1;
    const at = timeAt(seq * 1_000);
    const record = (kind: Event['kind'], records: Event['records'], next: Partial<SessionView>): void => {
      events.push({ room: 'group-7', team_id: 1, seq, id: seq, at, kind, records });
      state = { ...state, ...next };
    };
    if (step === 'message') {
      const message: Message = {
        id: 100 + seq,
        session_id: 7,
        seq,
        client_id: String(seq),
        recipient_user_id: null,
        sender_user_id: 1 + (seq % 3),
        sender_name: 'Red Fox',
        sender_avatar_url: null,
        sender_role: 'participant',
        type: 'text',
        body: `message ${String(seq)}`,
        attachment_id: null,
        client_at: null,
        received_at: at,
        delivered_at: at,
      };
      record('message.created', { messages: [message] }, { messages: [...state.messages, message] });
    }
    if (step === 'prompt') {
      const delivery: PromptDelivery = {
        id: 200 + seq,
        session_id: 7,
        prompt_id: seq,
        rank: seq,
        body: text('Say hello.'),
        asset: null,
        recipient_user_id: null,
        due_at: at,
        delivered_at: at,
        seq,
      };
      const prompt_deliveries = [...state.prompt_deliveries, delivery];
      record('prompt.delivered', { prompt_deliveries: [delivery] }, { prompt_deliveries });
    }
    if (step === 'leave') {
      const user_id = 1 + (seq % 3);
      const left = { ...buildMembership({ group_id: 7, user_id }), left_at: at, left_reason: 'left' };
      const memberships = state.memberships.map((member) => (member.user_id === user_id ? left : member));
      record('member.left', { memberships: [left] }, { memberships });
    }
    if (step === 'close') {
      const closed: Session = { ...session, state: 'closed', closed_reason: 'completed', closed_at: at };
      record('session.closed', { sessions: [closed] }, { session: closed });
    }
    states.push(state);
  });
  const at = (index: number): SessionView => states.at(index) ?? state;
  return { at, events };
};

const steps = fc.array(fc.constantFrom<Step>('message', 'prompt', 'leave', 'close'), { maxLength: 30 });

describe('a talk on the screen', () => {
  it('equals a fresh state after any state and the events behind it', () => {
    fc.assert(
      fc.property(steps, fc.nat(30), (taken, from) => {
        const { at, events } = history(taken);
        const start = Math.min(from, taken.length);
        const shown = events.slice(start).reduce(reduceSession, at(start));
        expect(shown).toEqual(at(-1));
      }),
    );
  });

  it('takes an event twice as once', () => {
    const { at, events } = history(['message', 'prompt', 'message']);
    const twice = events.flatMap((event) => [event, event]);
    expect(twice.reduce(reduceSession, at(0))).toEqual(at(-1));
  });

  it('leaves out what belongs to another session', () => {
    const { at, events } = history(['message']);
    const other = { ...at(0), session: buildSession({ id: 8 }) };
    expect(events.reduce(reduceSession, other)).toEqual(other);
  });
});
