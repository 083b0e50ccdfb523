import { describe, expect, it } from '@jest/globals';
import type { Boot, Event, SessionView } from '@convomatic/contracts';
import fc from 'fast-check';
import { applyEvent, lacksRest, placeOf, withMessages } from './place-reducer.ts';
import type { PlaceState } from './place-reducer.ts';
import {
  buildBoot,
  buildDelivery,
  buildEvent,
  buildMembership,
  buildMessage,
  buildParticipant,
  buildSessionView,
  sessionRoom,
  userRoom,
} from './place.build.ts';

const opened = (boot: Boot = buildBoot()): PlaceState => {
  const state = placeOf(boot);
  if (!state) throw new Error('the boot has no place');
  return state;
};

type Step = 'message' | 'prompt' | 'left' | 'closed' | 'outcome';
type History = { view: SessionView; boot: Boot; events: Event[] };

const left = buildMembership(3, { left_at: '2030-01-01T12:00:30.000Z', left_reason: 'left' });

/** What a server has after a step, and the event that it sends about it. */
const steps: Record<
  Step,
  (view: SessionView, seq: number) => [Partial<SessionView>, Event['kind'], Event['records']]
> = {
  message: (view, seq) => [
    { messages: [...view.messages, buildMessage(seq)] },
    'message.created',
    { messages: [buildMessage(seq)] },
  ],
  prompt: (view, seq) => [
    { prompt_deliveries: [...view.prompt_deliveries, buildDelivery(seq)] },
    'prompt.delivered',
    { prompt_deliveries: [buildDelivery(seq)] },
  ],
  left: (view) => [
    { memberships: view.memberships.map((row) => (row.user_id === 3 ? left : row)) },
    'member.left',
    { memberships: [left] },
  ],
  closed: (view) => {
    const session = { ...view.session, state: 'closed' as const, closed_reason: 'completed' as const };
    return [{ session }, 'session.closed', { sessions: [session] }];
  },
  outcome: () => [{}, 'participant.outcome', { participants: [finished] }],
};

const finished = buildParticipant({ state: 'finished', outcome: 'completed', completion_code: 'C0DE' });

const advance = (history: History, step: Step): History => {
  const room = step === 'outcome' ? userRoom : sessionRoom;
  const seq = (history.boot.rooms[room] ?? 0) + 1;
  const [changes, kind, records] = steps[step](history.view, seq);
  const view = { ...history.view, ...changes };
  const participant = step === 'outcome' ? finished : history.boot.place?.participant;
  const rooms = { ...history.boot.rooms, [room]: seq };
  const boot = buildBoot({ ...(participant && { participant }), session: view, rooms });
  return { view, boot, events: [...history.events, buildEvent({ room, seq, kind, records })] };
};

const histories = fc
  .array(fc.constantFrom<Step>('message', 'prompt', 'left', 'closed', 'outcome'), { maxLength: 30 })
  .map((taken) =>
    taken.reduce<History>(advance, { view: buildSessionView(), boot: buildBoot(), events: [] }),
  );

describe('the state of a place', () => {
  it('plus the events since equals a fresh one, for every event that a participant receives', () => {
    fc.assert(
      fc.property(histories, ({ boot, events }) => {
        expect(events.reduce(applyEvent, opened())).toEqual(opened(boot));
      }),
    );
  });

  it('is not changed by an event that it contains already', () => {
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.nat()), ({ boot, events }, choices) => {
        const state = opened(boot);
        for (const event of events) {
          const again = events[(choices.next().value ?? 0) % events.length] ?? event;
          expect(applyEvent(state, again)).toBe(state);
        }
      }),
    );
  });

  it('is not changed by an event of a room that it does not follow', () => {
    const state = opened();
    const event = buildEvent({
      room: 'group-99',
      seq: 1,
      kind: 'message.created',
      records: { messages: [buildMessage(1)] },
    });
    expect(applyEvent(state, event)).toBe(state);
  });

  it('keeps messages of another conversation out', () => {
    const foreign = buildMessage(1, { session_id: 8 });
    const event = buildEvent({
      room: sessionRoom,
      seq: 1,
      kind: 'message.created',
      records: { messages: [foreign] },
    });
    expect(applyEvent(opened(), event).talk?.messages).toEqual([]);
  });

  it('holds a message once that came by an answer and by an event, in the order of numbers', () => {
    const answered = withMessages(opened(), [buildMessage(2)]);
    const state = [1, 2].reduce(
      (before, seq) =>
        applyEvent(
          before,
          buildEvent({
            room: sessionRoom,
            seq,
            kind: 'message.created',
            records: { messages: [buildMessage(seq)] },
          }),
        ),
      answered,
    );
    expect(state.talk?.messages.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('asks for a fresh one when a talk began, and when one ended without its outcome', () => {
    expect(lacksRest(opened())).toBe(false);
    expect(lacksRest(opened(buildBoot({ session: null })))).toBe(true);
    const closed = advance({ view: buildSessionView(), boot: buildBoot(), events: [] }, 'closed');
    expect(lacksRest(opened(closed.boot))).toBe(true);
    expect(lacksRest(opened(advance(closed, 'outcome').boot))).toBe(false);
  });

  it('is none for a token without a place', () => {
    expect(placeOf({ ...buildBoot(), place: null })).toBeNull();
  });
});
