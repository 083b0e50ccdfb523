import { richTextOf } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import type { Membership, Message, Participant, PromptDelivery, Session } from '@convomatic/contracts';
import type { TranscriptRow } from '../transcripts/index.ts';
import type { History, Posted, Talk, Witness } from './history.ts';

const at = (second: number): string => new Date(Date.UTC(2030, 0, 1, 12, 0, second)).toISOString();

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const texts = ['plain', 'comma, "quote"', 'two\nlines', '👍🏽 שלום', ' spaces ', '=1+1'];

const buildSession = (id: number): Session => ({
  id,
  project_id: 3,
  run_id: null,
  is_preview: false,
  paused_at: null,
  pause_reason: null,
  pause_ends_at: null,
  version_number: 1,
  state: 'closed',
  closed_reason: 'completed',
  duration_ms: 60_000,
  started_at: at(0),
  ends_at: at(60),
  closed_at: at(60),
  created_at: at(0),
});

const buildMessage = (session_id: number, seq: number, user_id: number): Message => ({
  id: session_id * 1_000 + seq,
  session_id,
  seq,
  client_id: uuid(session_id * 1_000 + seq),
  recipient_user_id: null,
  sender_user_id: user_id,
  sender_name: `Person ${String(user_id)}`,
  sender_avatar_url: null,
  sender_role: 'participant',
  type: 'text',
  body: `${texts[seq % texts.length] ?? ''} [${String(seq)}]`,
  attachment_id: null,
  client_at: at(seq),
  received_at: at(seq),
  delivered_at: at(seq),
});

const buildPrompt = (session_id: number, seq: number): PromptDelivery => ({
  id: session_id * 1_000 + seq,
  session_id,
  prompt_id: 50 + seq,
  rank: seq,
  body: richTextOf(`prompt ${String(seq)}\nsecond line`),
  asset: null,
  recipient_user_id: null,
  due_at: at(seq),
  delivered_at: at(seq),
  seq,
});

const buildMembership = (group_id: number, user_id: number): Membership => ({
  group_id,
  user_id,
  role: 'participant',
  name: `Person ${String(user_id)}`,
  joined_at: at(0),
  left_at: null,
  left_reason: null,
});

const buildParticipant = (user_id: number, session_id: number): Participant => ({
  id: user_id + 100,
  project_id: 3,
  user_id,
  session_id,
  state: 'finished',
  run_id: null,
  name: null,
  ready_until: null,
  attention_until: null,
  waiting_since: at(0),
  waiting_until: at(300),
  outcome: 'completed',
  completion_code: 'DONE',
  redirect_url: null,
  created_at: at(0),
});

const postedOf = (message: Message): Posted => ({
  client_id: message.client_id,
  body: message.body,
  accepted: [message],
  refused: null,
});

const rowOfMessage = ({ session_id, seq, id, client_id, sender_name, body }: Message): TranscriptRow => ({
  room: groupRoom(session_id),
  seq,
  kind: 'message',
  message_id: id,
  prompt_id: null,
  client_id,
  sender_name,
  text: body,
});

const rowOfEvent = (session_id: number, seq: number, kind: string): TranscriptRow => ({
  room: groupRoom(session_id),
  seq,
  kind,
  message_id: null,
  prompt_id: null,
  client_id: null,
  sender_name: null,
  text: null,
});

const rowOfPrompt = ({ session_id, seq, prompt_id, rank }: PromptDelivery): TranscriptRow => ({
  ...rowOfEvent(session_id, seq ?? 0, 'prompt'),
  prompt_id,
  text: `prompt ${String(rank)}\nsecond line`,
});

const target = 3;
const messageSeqs = [2, 3, 5, 6, 7, 9];
const promptSeqs = [4, 8];

const buildTalk = (session_id: number): { talk: Talk; witnesses: Witness[] } => {
  const users = Array.from({ length: target }, (_, index) => session_id * 10 + index);
  const messages = messageSeqs.map((seq) => buildMessage(session_id, seq, users[seq % target] ?? 0));
  const prompts = promptSeqs.map((seq) => buildPrompt(session_id, seq));
  const events = [rowOfEvent(session_id, 1, 'session_started'), rowOfEvent(session_id, 10, 'session_closed')];
  const rows = [...messages.map(rowOfMessage), ...prompts.map(rowOfPrompt), ...events].toSorted(
    (a, b) => a.seq - b.seq,
  );
  const session = buildSession(session_id);
  const witnesses = users.map((user_id) => ({
    name: `Person ${String(user_id)}`,
    participant: buildParticipant(user_id, session_id),
    session,
    session_ids: [session_id],
    left_after: null,
    messages,
    prompts,
    posted: messages.filter(({ sender_user_id }) => sender_user_id === user_id).map(postedOf),
    faults: [],
  }));
  const memberships = users.map((user_id) => buildMembership(session_id, user_id));
  const prompt_ids = prompts.map(({ prompt_id }) => prompt_id);
  const offsets = Object.fromEntries(prompts.map(({ prompt_id, seq }) => [prompt_id, (seq ?? 0) * 1_000]));
  return { talk: { session, memberships, prompt_ids, offsets, csv: rows, jsonl: rows }, witnesses };
};

/** Two finished talks of three people, in which nothing went wrong. A fresh copy each time, to be damaged by a test. */
export const buildHistory = (): History => {
  const both = [buildTalk(7), buildTalk(8)];
  return structuredClone({
    group_min: target - 1,
    group_target: target,
    prompt_patience_ms: 1_000,
    talks: both.map(({ talk }) => talk),
    witnesses: both.flatMap(({ witnesses }) => witnesses),
  });
};
