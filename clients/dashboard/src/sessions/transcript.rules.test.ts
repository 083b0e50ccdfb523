import { describe, expect, it } from '@jest/globals';
import type { Message, PromptDelivery, SessionView } from '@convomatic/contracts';
import { huesOf } from './hues.ts';
import { buildMembership, buildSession, text, timeAt } from './sessions.build.ts';
import { transcriptOf, upcomingPrompts } from './transcript.ts';

const message = (seq: number, ms: number): Message => ({
  id: seq,
  session_id: 1,
  seq,
  client_id: String(seq),
  recipient_user_id: null,
  sender_user_id: 1,
  sender_name: 'Red Fox',
  sender_avatar_url: null,
  sender_role: 'participant',
  type: 'text',
  body: 'Hello',
  attachment_id: null,
  client_at: null,
  received_at: timeAt(ms),
  delivered_at: timeAt(ms),
});

const delivery = (seq: number, ms: number): PromptDelivery => ({
  id: seq,
  session_id: 1,
  prompt_id: seq,
  rank: 1,
  body: text('Say hello.'),
  asset: null,
  recipient_user_id: null,
  due_at: timeAt(ms),
  delivered_at: timeAt(ms),
  seq,
});

const view: SessionView = {
  session: buildSession({}),
  memberships: [1, 2].map((user_id) => buildMembership({ user_id })),
  messages: [message(2, 5_000), message(4, 9_000)],
  absences: [],
  assignments: null,
  more_messages: false,
  prompt_deliveries: [delivery(1, 0), delivery(3, 8_000)],
  farewell: text('Thank you.'),
  prompts: [1, 3, 5].map((id) => ({
    id,
    rank: id,
    asset: null,
    conditions: [],
    roles: [],
    offset_ms: id * 10_000,
    body: text('Say hello.'),
  })),
  rooms: {},
  server_time: timeAt(0),
};
const keys = (shown: SessionView): string[] => transcriptOf(shown).map(({ key }) => key);

describe('a transcript', () => {
  it('has messages and prompts in the order of their numbers', () => {
    expect(keys(view)).toEqual(['prompt-1', 'message-2', 'prompt-3', 'message-4']);
  });

  it('counts time from the start of the session', () => {
    expect(transcriptOf(view).map(({ offsetMs }) => offsetMs)).toEqual([0, 5_000, 8_000, 9_000]);
  });

  it('says who left, at that time', () => {
    const memberships = [buildMembership({ user_id: 2, left_at: timeAt(6_000) })];
    expect(keys({ ...view, memberships })).toEqual([
      'prompt-1',
      'message-2',
      'left-2',
      'prompt-3',
      'message-4',
    ]);
  });

  it('does not say that everybody left at the end', () => {
    const session = buildSession({ state: 'closed', closed_at: timeAt(60_000) });
    const memberships = [buildMembership({ left_at: timeAt(60_000) })];
    expect(keys({ ...view, session, memberships })).not.toContain('left-1');
  });
});

describe('prompts to come', () => {
  it('are those of the version that were not delivered', () => {
    expect(upcomingPrompts(view).map(({ id }) => id)).toEqual([5]);
  });

  it('are none once the session is closed', () => {
    expect(upcomingPrompts({ ...view, session: buildSession({ state: 'closed' }) })).toEqual([]);
  });
});

it('gives members their hues by their ids, not by who is listed first', () => {
  const members = [3, 1, 2].map((user_id) => buildMembership({ user_id }));
  expect([...huesOf(members)]).toEqual([
    [1, 'var(--hue-pink)'],
    [2, 'var(--hue-blue)'],
    [3, 'var(--hue-lime)'],
  ]);
  expect(huesOf(members.toReversed()).get(3)).toBe('var(--hue-lime)');
});
