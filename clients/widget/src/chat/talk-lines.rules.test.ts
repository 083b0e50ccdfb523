import { describe, expect, it } from '@jest/globals';
import type { SessionView } from '@convomatic/contracts';
import type { Unsent } from '../messages/index.ts';
import { placeOf } from '../place/index.ts';
import {
  buildBoot,
  buildDelivery,
  buildMembership,
  buildMessage,
  buildSessionView,
  sessionId,
} from '../place/place.build.ts';
import { talkLines } from './talk-lines.ts';

const linesOf = (changes: Partial<SessionView>, unsent: Unsent[] = []) => {
  const place = placeOf(buildBoot({ session: buildSessionView(changes) }));
  return place ? talkLines(place, unsent) : [];
};

const unsentOf = (clientId: string, session = sessionId): Unsent => ({
  client_id: clientId,
  session_id: session,
  body: 'hello',
  client_at: '2030-01-01T12:00:00.000Z',
  state: 'sending',
});

const own = (seq: number) => buildMessage(seq, { sender_user_id: 1 });

describe('the lines of a talk', () => {
  it('are in the order of numbers, messages and prompts together', () => {
    const lines = linesOf({
      messages: [buildMessage(2), own(4)],
      prompt_deliveries: [buildDelivery(1), buildDelivery(3)],
    });
    expect(lines.map(({ key }) => key)).toEqual(['prompt-501', '102', 'prompt-503', 'client-4']);
  });

  it('end with what is not confirmed', () => {
    const lines = linesOf({ messages: [buildMessage(1)] }, [unsentOf('a'), unsentOf('b')]);
    expect(lines.map(({ kind }) => kind)).toEqual(['message', 'unsent', 'unsent']);
  });

  it('show a message once, in the same place of the screen, before and after it is confirmed', () => {
    const before = linesOf({}, [unsentOf('client-1')]);
    const after = linesOf({ messages: [own(1)] }, [unsentOf('client-1')]);
    expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
    expect(after[0]?.kind).toBe('message');
  });

  it('leave out what was written in another talk', () => {
    expect(linesOf({}, [unsentOf('a', 99)])).toEqual([]);
  });

  it('tell who left where it happened', () => {
    const memberships = [buildMembership(1), buildMembership(2, { left_at: '2030-01-01T12:00:12.500Z' })];
    const lines = linesOf({ memberships, messages: [buildMessage(2), buildMessage(3)] });
    expect(lines.map(({ key }) => key)).toEqual(['102', 'left-2', '103']);
  });

  it('name a person once for several messages in a row', () => {
    const messages = [
      buildMessage(1),
      buildMessage(2),
      buildMessage(3, { sender_user_id: 3 }),
      buildMessage(5),
    ];
    const lines = linesOf({ messages, prompt_deliveries: [buildDelivery(4)] });
    expect(lines.map((line) => line.kind === 'message' && line.isFirst)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });
});
