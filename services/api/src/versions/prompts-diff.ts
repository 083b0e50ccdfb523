import type { FrozenPrompt, PromptChange } from '@convomatic/contracts';
import { diffArrays } from 'diff';
import { isDeepStrictEqual } from 'node:util';
import { diffTexts } from './text-diff.ts';

type Sequences = { from: FrozenPrompt[]; to: FrozenPrompt[]; language: string };

const idsOf = (prompts: FrozenPrompt[]): number[] => prompts.map(({ id }) => id);

/** As few as possible: a prompt that others were put in front of has not moved. */
const findMoved = (from: FrozenPrompt[], to: FrozenPrompt[]): Set<number> => {
  const [before, after] = [new Set(idsOf(from)), new Set(idsOf(to))];
  const parts = diffArrays(
    idsOf(from).filter((id) => after.has(id)),
    idsOf(to).filter((id) => before.has(id)),
  );
  return new Set(parts.filter(({ added }) => added).flatMap(({ value }) => value));
};

/** Its place is told by the order, not by the rank, which others change. */
const contentOf = ({ offset_ms, body, asset, conditions, roles }: FrozenPrompt) => ({
  ...{ offset_ms, body, asset, conditions, roles },
});

/** What is different between two sequences, in order of the newer one, the removed prompts behind it. */
export const diffPrompts = ({ from, to, language }: Sequences): PromptChange[] => {
  const moved = findMoved(from, to);
  const present = to.flatMap((now): PromptChange[] => {
    const before = from.find(({ id }) => id === now.id) ?? null;
    const kinds: PromptChange['kinds'] = [];
    if (!before) kinds.push('added');
    if (moved.has(now.id)) kinds.push('moved');
    if (before && !isDeepStrictEqual(contentOf(before), contentOf(now))) kinds.push('changed');
    if (kinds.length === 0) return [];
    return [
      {
        id: now.id,
        kinds,
        from: before,
        to: now,
        parts: diffTexts(before?.body ?? null, now.body, language),
      },
    ];
  });
  const removed = from
    .filter(({ id }) => !to.some((now) => now.id === id))
    .map((before): PromptChange => {
      const parts = diffTexts(before.body, null, language);
      return { id: before.id, kinds: ['removed'], from: before, to: null, parts };
    });
  return [...present, ...removed];
};
