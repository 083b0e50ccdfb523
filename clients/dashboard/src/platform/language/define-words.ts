import type { Language } from '@convomatic/contracts/names';

/** The texts of one noun; every language has those that English has. */
export const defineWords = <Key extends string>(
  words: { en: Record<Key, string> } & Record<Exclude<Language, 'en'>, Record<NoInfer<Key>, string>>,
): Record<Language, Record<Key, string>> => words;
