import type { Prompt } from '@convomatic/contracts';

/** A prompt's place on the axis. */
export interface Step {
  prompt: Prompt;
  /** Counts from 1, whatever gaps the ranks have. */
  number: number;
  /** Milliseconds since the prompt before; negative when this one comes earlier. */
  gapMs: number;
  /** Participants would never see it. */
  isAfterEnd: boolean;
}

export const stepsOf = (prompts: readonly Prompt[], durationMs: number): Step[] =>
  prompts.map((prompt, index) => ({
    prompt,
    number: index + 1,
    gapMs: prompt.offset_ms - (prompts[index - 1]?.offset_ms ?? 0),
    isAfterEnd: prompt.offset_ms >= durationMs,
  }));

/** The prompt behind which a neighbour's place is: null is the first place, undefined that there is none. */
export const placeAfterMove = (
  prompts: readonly Prompt[],
  id: number,
  by: -1 | 1,
): number | null | undefined => {
  const from = prompts.findIndex((prompt) => prompt.id === id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= prompts.length) return undefined;
  const behind = by === 1 ? prompts[to] : prompts[to - 1];
  return behind?.id ?? null;
};

const step = 30_000;

/** When a new last prompt would come: a while after the last, before the end where that is possible. */
export const suggestedOffset = (prompts: readonly Prompt[], durationMs: number): number => {
  if (prompts.length === 0) return 0;
  const last = Math.max(...prompts.map(({ offset_ms }) => offset_ms));
  const between = Math.floor((last + durationMs) / 2 / 1_000) * 1_000;
  return last >= durationMs ? last : Math.min(last + step, between);
};

/** Room between two cards in pixels: longer waits stand further apart, up to a limit. */
export const gapHeight = (gapMs: number): number =>
  24 + Math.round(Math.min(36, 10 * Math.log2(1 + Math.max(0, gapMs) / 60_000)));
