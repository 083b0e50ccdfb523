import type { PromptDelivery, Session } from '@convomatic/contracts';
import type { Finding } from './finding.ts';
import type { History, Talk, Witness } from './history.ts';

const ms = (timestamp: string | null): number => Date.parse(timestamp ?? '');

/** Where nothing paused, each prompt is due at its offset from the start. */
const ranThrough = ({ started_at, ends_at, duration_ms }: Session): boolean =>
  ms(ends_at) - ms(started_at) === duration_ms;

const troubleOf = (delivery: PromptDelivery, talk: Talk, patienceMs: number): string | null => {
  const { session, offsets } = talk;
  const offset = offsets[delivery.prompt_id];
  const dueMs = ms(delivery.due_at) - ms(session.started_at);
  if (offset !== undefined && ranThrough(session) && dueMs !== offset)
    return `was due ${String(dueMs)} ms after the start instead of ${String(offset)}`;
  const lateMs = ms(delivery.delivered_at) - ms(delivery.due_at);
  if (lateMs < 0) return `came ${String(-lateMs)} ms before it was due`;
  return lateMs > patienceMs ? `came ${String(lateMs)} ms after it was due` : null;
};

const deliveriesIn = ({ session }: Talk, witnesses: readonly Witness[]): PromptDelivery[] => {
  const seen = witnesses.filter((witness) => witness.session?.id === session.id);
  return [...new Map(seen.flatMap(({ prompts }) => prompts.map((prompt) => [prompt.id, prompt]))).values()];
};

/** Every delivery of a prompt that anybody was shown came at its time: never early, and not much later. */
export const timeFindings = ({ talks, witnesses, prompt_patience_ms }: History): Finding[] =>
  talks.flatMap((talk) =>
    deliveriesIn(talk, witnesses).flatMap((delivery): Finding[] => {
      const trouble = troubleOf(delivery, talk, prompt_patience_ms);
      const text = `session ${String(talk.session.id)}: prompt ${String(delivery.prompt_id)} ${trouble ?? ''}`;
      return trouble ? [{ kind: 'time', text }] : [];
    }),
  );
