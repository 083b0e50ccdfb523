import type { Membership, Message, PromptDelivery, SessionView } from '@convomatic/contracts';

/** One line of a talk; `offsetMs` counts from the session's start. */
export type TranscriptLine =
  | { kind: 'message'; key: string; offsetMs: number; message: Message }
  | { kind: 'prompt'; key: string; offsetMs: number; delivery: PromptDelivery }
  | { kind: 'left'; key: string; offsetMs: number; member: Membership };

const numbered = (view: SessionView, startMs: number): (TranscriptLine & { seq: number })[] => {
  const offset = (at: string): number => Date.parse(at) - startMs;
  const messages = view.messages.map((message) => ({
    kind: 'message' as const,
    key: `message-${String(message.id)}`,
    offsetMs: offset(message.delivered_at),
    seq: message.seq,
    message,
  }));
  const prompts = view.prompt_deliveries.map((delivery) => ({
    kind: 'prompt' as const,
    key: `prompt-${String(delivery.id)}`,
    offsetMs: offset(delivery.delivered_at ?? delivery.due_at),
    seq: delivery.seq ?? 0,
    delivery,
  }));
  return [...messages, ...prompts].sort((one, other) => one.offsetMs - other.offsetMs || one.seq - other.seq);
};

/** What happened in a session, in order of time, because two rooms number it; members who left stand at their time. */
export const transcriptOf = (view: SessionView): TranscriptLine[] => {
  const startMs = Date.parse(view.session.started_at ?? view.session.created_at);
  const lines: TranscriptLine[] = numbered(view, startMs);
  const endMs = view.session.closed_at ? Date.parse(view.session.closed_at) - startMs : Infinity;
  for (const member of view.memberships) {
    const offsetMs = member.left_at ? Date.parse(member.left_at) - startMs : Infinity;
    // Everybody leaves when the session closes; only who went before is worth a line.
    if (offsetMs >= endMs || offsetMs === Infinity) continue;
    const at = lines.findIndex((line) => line.offsetMs > offsetMs);
    const line = { kind: 'left' as const, key: `left-${String(member.user_id)}`, offsetMs, member };
    lines.splice(at < 0 ? lines.length : at, 0, line);
  }
  return lines;
};

/** The prompts that the session has still before it, soonest first. */
export const upcomingPrompts = (view: SessionView): NonNullable<SessionView['prompts']> => {
  if (view.session.state === 'closed') return [];
  const delivered = new Set(view.prompt_deliveries.map(({ prompt_id }) => prompt_id));
  return (view.prompts ?? [])
    .filter(({ id }) => !delivered.has(id))
    .sort((one, other) => one.offset_ms - other.offset_ms);
};
