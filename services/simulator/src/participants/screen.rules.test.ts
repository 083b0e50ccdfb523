import { describe, expect, it } from '@jest/globals';
import type { Boot, Event, Message } from '@convomatic/contracts';
import { Screen } from './screen.ts';

const room = 'group-7';

const message = (seq: number) => ({ id: 100 + seq, seq, client_id: `c-${String(seq)}` }) as Message;

const boot = (seqs: number[], last: number): Boot =>
  ({
    place: {
      participant: { id: 1, session_id: 7, outcome: null },
      project: {},
      session: {
        session: { id: 7, state: 'active' },
        memberships: [],
        messages: seqs.map(message),
        prompt_deliveries: [],
      },
    },
    rooms: { [room]: last },
  }) as unknown as Boot;

const said = (seq: number): Event =>
  ({ room, seq, kind: 'message.created', records: { messages: [message(seq)] } }) as Event;

const opened = (): Screen => {
  const screen = new Screen({ local: () => 1, server: () => 2 });
  screen.show(boot([2], 2));
  return screen;
};

describe('the screen of a participant', () => {
  it('shows what came by a state and by events, and notes when', () => {
    const screen = opened();
    screen.apply(said(3));
    expect(screen.messages.map(({ seq }) => seq)).toEqual([2, 3]);
    expect(screen.messageSeenAt).toEqual(
      new Map([
        ['c-2', 1],
        ['c-3', 1],
      ]),
    );
    expect(screen.faults).toEqual([]);
  });

  it('notices a hole in the numbers', () => {
    const screen = opened();
    screen.apply(said(4));
    expect(screen.faults).toHaveLength(1);
  });

  it('shows what is applied twice twice', () => {
    const screen = opened();
    screen.apply(said(2));
    expect(screen.messages).toHaveLength(2);
    expect(screen.faults).toHaveLength(1);
  });

  it('notices a fresh state that lacks what was shown, and one that is older', () => {
    const screen = opened();
    screen.apply(said(3));
    screen.show(boot([3], 3));
    expect(screen.faults).toEqual(['message 102 was shown and is gone']);
    screen.show(boot([3], 2));
    expect(screen.faults).toHaveLength(2);
  });

  it('is over with the outcome and the end of the talk, in either order', () => {
    const screen = opened();
    const outcome = { participants: [{ id: 1, session_id: 7, outcome: 'completed' }] } as Event['records'];
    const end = { sessions: [{ id: 7, state: 'closed' }] } as Event['records'];
    screen.apply({ room, seq: 3, kind: 'participant.outcome', records: outcome } as Event);
    expect(screen.isOver).toBe(false);
    screen.apply({ room, seq: 4, kind: 'session.closed', records: end } as Event);
    expect(screen.isOver).toBe(true);
  });

  it('asks for a fresh state when a talk began', () => {
    const screen = opened();
    expect(screen.lacksRest).toBe(false);
    screen.apply({ room, seq: 3, kind: 'membership.created', records: {} } as Event);
    expect(screen.lacksRest).toBe(true);
    screen.show(boot([2], 3));
    expect(screen.lacksRest).toBe(false);
  });
});
