import type { Message, PromptDelivery } from '@convomatic/contracts';
import { plainText } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import type { TranscriptRow } from '../transcripts/index.ts';
import type { Finding } from './finding.ts';
import type { History, Posted, Talk, Witness } from './history.ts';
import { differenceFindings, orderFindings } from './lines.ts';
import type { Account, Line } from './lines.ts';
import { seatFindings } from './seats.ts';
import { timeFindings } from './times.ts';

const roomOf = ({ session_id, recipient_user_id }: Message | PromptDelivery): string =>
  recipient_user_id === null ? groupRoom(session_id) : userRoom(recipient_user_id);

const messageLine = (message: Message): Line => ({
  what: 'message',
  room: roomOf(message),
  seq: message.seq,
  id: message.id,
  content: JSON.stringify([message.sender_name, message.body, message.client_id]),
});

/** A prompt is delivered to a session, or to one of its members, once, so its own id names it there. */
const promptLine = (delivery: PromptDelivery): Line => ({
  what: 'prompt',
  room: roomOf(delivery),
  seq: delivery.seq ?? 0,
  id: delivery.prompt_id,
  content: JSON.stringify(plainText(delivery.body)),
});

const rowLine = (row: TranscriptRow): Line => ({
  what: row.kind,
  room: row.room,
  seq: row.seq,
  id: row.message_id ?? row.prompt_id ?? row.seq,
  content: JSON.stringify(row.kind === 'message' ? [row.sender_name, row.text, row.client_id] : row.text),
});

/** A page keeps messages and prompts in two lists, each in its own order. What came after giving up is not for it. */
const pageFindings = (witness: Witness, exported: Account): Finding[] => {
  const { participant, session, left_after } = witness;
  const own = userRoom(participant.user_id);
  const group = session && groupRoom(session.id);
  const isFor = ({ room, seq }: Line): boolean =>
    room === own || (room === group && seq <= (left_after ?? Infinity));
  const of = `${witness.name}'s page`;
  const lists = { message: witness.messages.map(messageLine), prompt: witness.prompts.map(promptLine) };
  return (['message', 'prompt'] as const).flatMap((what) => {
    const shown = { of, lines: lists[what] };
    const due = exported.lines.filter((line) => line.what === what && isFor(line));
    const expected = { of: exported.of, lines: due };
    return [...orderFindings(shown), ...differenceFindings(expected, shown)];
  });
};

const faultFindings = ({ name, faults }: Witness): Finding[] =>
  faults.map((fault) => ({ kind: 'lost', text: `${name}'s page: ${fault}` }));

/** What may come between writing and sending: the talk was over, or paused. */
const rightRefusals = new Set(['session_closed', 'illegal_transition']);

/** What the api accepted stands in the export once, as it was written; what it refused, it refused rightly. */
const postedFindings = (of: string, posted: Posted, exported: readonly TranscriptRow[]): Finding[] => {
  const { client_id, body, accepted, refused } = posted;
  const copies = exported.filter((row) => row.client_id === client_id).length;
  const found: Finding[] = [];
  const add = (kind: Finding['kind'], text: string): void => {
    found.push({ kind, text: `${of}: the message ${JSON.stringify(body)} ${text}` });
  };
  if (new Set(accepted.map(({ id }) => id)).size > 1) add('doubled', 'was accepted as two messages');
  if (accepted.some((message) => message.body !== body)) add('differs', 'came back with another text');
  if (accepted.length > 0 && copies === 0) add('lost', 'was accepted and is not in the export');
  if (copies > 1) add('doubled', `is in the export ${String(copies)} times`);
  if (refused !== null && !rightRefusals.has(refused)) add('lost', `was refused with ${refused}`);
  return found;
};

const neverDelivered = ({ session, prompt_ids, csv }: Talk): Finding[] => {
  const delivered = new Set(csv.map(({ prompt_id }) => prompt_id));
  return prompt_ids
    .filter((id) => !delivered.has(id))
    .map((id) => ({
      kind: 'lost',
      text: `session ${String(session.id)}: prompt ${String(id)} was never delivered`,
    }));
};

/** Every number of the room from 1 on belongs to something that happened. */
const holes = ({ session, csv }: Talk): Finding[] => {
  const room = groupRoom(session.id);
  const numbers = new Set(csv.filter((row) => row.room === room).map(({ seq }) => seq));
  return Array.from({ length: Math.max(0, ...numbers) }, (_, index) => index + 1)
    .filter((seq) => !numbers.has(seq))
    .map((seq) => ({
      kind: 'lost',
      text: `session ${String(session.id)}: nothing has number ${String(seq)}`,
    }));
};

const talkFindings = (talk: Talk, witnesses: readonly Witness[]): Finding[] => {
  const name = `session ${String(talk.session.id)}`;
  const csv = { of: `the CSV of ${name}`, lines: talk.csv.map(rowLine) };
  const jsonl = { of: `the JSON Lines of ${name}`, lines: talk.jsonl.map(rowLine) };
  return [
    ...orderFindings(csv),
    ...orderFindings(jsonl),
    ...differenceFindings(csv, jsonl),
    ...neverDelivered(talk),
    ...holes(talk),
    ...witnesses.flatMap((witness) => [
      ...pageFindings(witness, csv),
      ...witness.posted.flatMap((posted) => postedFindings(witness.name, posted, talk.csv)),
    ]),
  ];
};

/** Everything in which the screens, the answers of the api and the exports disagree. Empty when all is well. */
export const reconcile = (history: History): Finding[] => {
  const { talks, witnesses } = history;
  const known = new Set(talks.map(({ session }) => session.id));
  const strays = witnesses.filter(({ session }) => session && !known.has(session.id));
  return [
    ...seatFindings(history),
    ...witnesses.flatMap(faultFindings),
    ...timeFindings(history),
    ...strays.map(({ name }): Finding => ({ kind: 'lost', text: `${name}: the talk has no export` })),
    ...talks.flatMap((talk) =>
      talkFindings(
        talk,
        witnesses.filter(({ session }) => session?.id === talk.session.id),
      ),
    ),
  ];
};
