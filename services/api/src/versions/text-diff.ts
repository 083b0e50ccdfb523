import { plainText } from '@convomatic/contracts';
import type { RichText, TextPart } from '@convomatic/contracts';
import { diffWords } from 'diff';

/** Texts that have less in common are shown one after the other; to look further would hold up everybody. */
const maxEditLength = 1_000;

const whole = (from: string, to: string): TextPart[] => [
  { kind: 'removed', text: from },
  { kind: 'added', text: to },
];

/** What was changed between two texts, by words as the language has them. */
export const diffTexts = (from: RichText | null, to: RichText | null, language: string): TextPart[] => {
  const [before, after] = [from ? plainText(from) : '', to ? plainText(to) : ''];
  const intlSegmenter = new Intl.Segmenter(language, { granularity: 'word' });
  const changes = diffWords(before, after, { intlSegmenter, maxEditLength });
  if (!changes) return whole(before, after);
  return changes.map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
};
