import { languages } from '@convomatic/contracts/names';
import type { Language } from '@convomatic/contracts/names';

const baseOf = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? '';

const isLanguage = (word: unknown): word is Language => languages.includes(word as Language);

/** The language that was chosen before, else the first of the reader's that there is, else English. */
export const languageFor = (kept: string | null, wanted: readonly string[]): Language => {
  if (isLanguage(kept)) return kept;
  return wanted.map(baseOf).find(isLanguage) ?? 'en';
};

/** The reader's own region of a language (de-AT), which dates and numbers follow. */
export const regionOf = (language: Language, wanted: readonly string[]): string =>
  wanted.find((tag) => baseOf(tag) === language) ?? language;
