import type { Membership, RichText, Session } from '@convomatic/contracts';

const startMs = Date.UTC(2026, 0, 5, 9);

export const timeAt = (ms: number): string => new Date(startMs + ms).toISOString();

export const text = (line: string): RichText => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text: line }] }],
});

export const buildSession = (change: Partial<Session>): Session => ({
  id: 1,
  project_id: 1,
  run_id: null,
  is_preview: false,
  paused_at: null,
  pause_reason: null,
  pause_ends_at: null,
  version_number: 1,
  state: 'active',
  closed_reason: null,
  duration_ms: 60_000,
  started_at: timeAt(0),
  ends_at: timeAt(60_000),
  closed_at: null,
  created_at: timeAt(0),
  ...change,
});

export const buildMembership = (change: Partial<Membership>): Membership => ({
  group_id: 1,
  user_id: 1,
  role: 'participant',
  name: 'Red Fox',
  joined_at: timeAt(0),
  left_at: null,
  left_reason: null,
  ...change,
});
