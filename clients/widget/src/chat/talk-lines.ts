import type { Message, PromptDelivery } from '@convomatic/contracts';
import type { Unsent } from '../messages/index.ts';
import { partners } from '../place/index.ts';
import type { PlaceState } from '../place/index.ts';

/** One line of the talk. `isFirst`: of several that one person says in a row. */
export type TalkLine =
  | { kind: 'message'; key: string; message: Message; isOwn: boolean; isFirst: boolean }
  | { kind: 'prompt'; key: string; delivery: PromptDelivery }
  | { kind: 'left'; key: string; name: string }
  | { kind: 'unsent'; key: string; unsent: Unsent };

type Placed = { at: string | null; seq: number; line: TalkLine };

const messageLines = ({ user_id, talk }: PlaceState): Placed[] =>
  (talk?.messages ?? []).map((message) => {
    const isOwn = message.sender_user_id === user_id;
    // The key of a message is the one that it had before it was confirmed, so that it stays in its place on the screen.
    const key = isOwn ? message.client_id : String(message.id);
    return {
      at: message.delivered_at,
      seq: message.seq,
      line: { kind: 'message', key, message, isOwn, isFirst: true },
    };
  });

const promptLines = ({ talk }: PlaceState): Placed[] =>
  (talk?.prompt_deliveries ?? []).map((delivery) => ({
    at: delivery.delivered_at,
    seq: delivery.seq ?? 0,
    line: { kind: 'prompt', key: `prompt-${String(delivery.id)}`, delivery },
  }));

/** Who left has no number, only a time: the line goes before the first thing that happened later. */
const insertLeft = (lines: Placed[], { at, line }: { at: string; line: TalkLine }): Placed[] => {
  const next = lines.findIndex((placed) => placed.at !== null && placed.at > at);
  const position = next < 0 ? lines.length : next;
  return lines.toSpliced(position, 0, { at, seq: lines[position - 1]?.seq ?? 0, line });
};

const speaker = (line: TalkLine | undefined): number | null =>
  line?.kind === 'message' ? line.message.sender_user_id : null;

const markFirst = (line: TalkLine, index: number, lines: TalkLine[]): TalkLine => {
  if (line.kind !== 'message') return line;
  const before = speaker(lines[index - 1]);
  return { ...line, isFirst: before === null || before !== speaker(line) };
};

/** The whole talk in the order of its times, because two rooms number it, and what is not confirmed yet below it. */
export const talkLines = (place: PlaceState, unsent: Unsent[]): TalkLine[] => {
  const told = [...messageLines(place), ...promptLines(place)].sort(
    (one, other) => Date.parse(one.at ?? '') - Date.parse(other.at ?? '') || one.seq - other.seq,
  );
  const left = partners(place).flatMap(({ user_id, name, left_at }) =>
    left_at ? [{ at: left_at, line: { kind: 'left' as const, key: `left-${String(user_id)}`, name } }] : [],
  );
  const lines = left.reduce(insertLeft, told).map(({ line }) => line);
  const confirmed = new Set(lines.map(({ key }) => key));
  const waiting = unsent.filter(
    ({ client_id, session_id }) => session_id === place.talk?.session.id && !confirmed.has(client_id),
  );
  return [
    ...lines.map(markFirst),
    ...waiting.map((message) => ({ kind: 'unsent' as const, key: message.client_id, unsent: message })),
  ];
};
