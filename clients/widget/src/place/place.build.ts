import type {
  Boot,
  Event,
  Membership,
  Message,
  Participant,
  PromptDelivery,
  SessionView,
} from '@convomatic/contracts';

const at = (second: number): string => new Date(Date.UTC(2030, 0, 1, 12, 0, second)).toISOString();

export const sessionId = 7;
export const userRoom = 'user-1';
export const sessionRoom = `group-${String(sessionId)}`;

export const buildText = (text: string) => ({
  type: 'doc' as const,
  content: [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] }],
});

export const buildParticipant = (changes: Partial<Participant> = {}): Participant => ({
  id: 11,
  project_id: 3,
  user_id: 1,
  session_id: sessionId,
  state: 'active',
  run_id: null,
  name: null,
  ready_until: null,
  attention_until: null,
  waiting_since: at(0),
  waiting_until: at(300),
  outcome: null,
  completion_code: null,
  redirect_url: null,
  created_at: at(0),
  ...changes,
});

export const buildMembership = (userId: number, changes: Partial<Membership> = {}): Membership => ({
  group_id: sessionId,
  user_id: userId,
  role: 'participant',
  name: ['Grey Owl', 'Red Fox', 'Blue Heron'][userId - 1] ?? `Person ${String(userId)}`,
  joined_at: at(10),
  left_at: null,
  left_reason: null,
  ...changes,
});

export const buildMessage = (seq: number, changes: Partial<Message> = {}): Message => ({
  id: 100 + seq,
  session_id: sessionId,
  seq,
  client_id: `client-${String(seq)}`,
  recipient_user_id: null,
  sender_user_id: 2,
  sender_name: 'Red Fox',
  sender_avatar_url: null,
  sender_role: 'participant',
  type: 'text',
  body: `message ${String(seq)}`,
  attachment_id: null,
  client_at: null,
  received_at: at(10 + seq),
  delivered_at: at(10 + seq),
  ...changes,
});

export const buildDelivery = (seq: number): PromptDelivery => ({
  id: 500 + seq,
  session_id: sessionId,
  prompt_id: 50 + seq,
  rank: seq,
  body: buildText(`prompt ${String(seq)}`),
  asset: null,
  recipient_user_id: null,
  due_at: at(10 + seq),
  delivered_at: at(10 + seq),
  seq,
});

export const buildSessionView = (changes: Partial<SessionView> = {}): SessionView => ({
  session: {
    id: sessionId,
    project_id: 3,
    run_id: null,
    is_preview: false,
    paused_at: null,
    pause_reason: null,
    pause_ends_at: null,
    version_number: 1,
    state: 'active',
    closed_reason: null,
    duration_ms: 60_000,
    started_at: at(10),
    ends_at: at(70),
    closed_at: null,
    created_at: at(10),
  },
  memberships: [1, 2, 3].map((userId) => buildMembership(userId)),
  absences: [],
  assignments: null,
  messages: [],
  more_messages: false,
  prompt_deliveries: [],
  farewell: buildText('Thank you'),
  prompts: null,
  rooms: { [sessionRoom]: 0 },
  server_time: at(10),
  ...changes,
});

type BootChanges = { participant?: Participant; session?: SessionView | null; rooms?: Boot['rooms'] };

export const buildBoot = ({
  participant = buildParticipant(),
  session = buildSessionView(),
  rooms = { [userRoom]: 0, [sessionRoom]: 0 },
}: BootChanges = {}): Boot => ({
  user: { id: 1, name: 'Grey Owl', email: null, platform_role: 'guest', language: 'en' },
  groups: [],
  collaboration_secret: null,
  place: {
    participant,
    version_number: 1,
    project: {
      id: 3,
      slug: 'demo',
      name: 'Two-sided talk',
      language: 'en',
      group_min: 2,
      group_target: 3,
      duration_ms: 60_000,
      waiting_limit_ms: 300_000,
      waiting_extension_ms: null,
      ready_check_ms: null,
      welcome: buildText('Welcome'),
      consent: buildText(''),
    },
    session,
  },
  channel_token: 'token',
  rooms,
  epoch: 1,
  features: [],
  server_time: at(10),
});

export const buildEvent = (event: Pick<Event, 'room' | 'seq' | 'kind' | 'records'>): Event => ({
  team_id: null,
  id: event.seq,
  at: at(10 + event.seq),
  ...event,
});
