import { problems } from '../words.ts';
import { t } from './language.ts';

const patternOf = (sentence: string): RegExp => {
  const escaped = sentence.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replace(/\{(\w+)\}/g, '(?<$1>.+)')}$`);
};

const known = Object.entries(problems.en).map(
  ([key, sentence]) => [key as keyof typeof problems.en, patternOf(sentence)] as const,
);

/** What the server says in English of a field, in the chosen language where the sentence is a known one. */
export const sayFieldProblem = (english: string): string => {
  for (const [key, pattern] of known) {
    const match = pattern.exec(english);
    if (match) return t(`problems.${key}`, match.groups);
  }
  return english;
};
