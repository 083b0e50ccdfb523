import { createLanguage } from './language.ts';
import type { Language, Strings } from './language.ts';
import en from './en.json';

type Load = () => Promise<{ default: Strings }>;

/** English is in the page; every other language is fetched by who speaks it. */
const others: Record<string, Load> = {
  de: () => import('./de.json'),
};

const baseOf = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? '';

/** The first language of the reader that there is, else English. */
export const chooseLanguage = async (wanted: readonly string[]): Promise<Language> => {
  const tag = wanted.find((candidate) => baseOf(candidate) === 'en' || baseOf(candidate) in others) ?? 'en';
  const load = others[baseOf(tag)];
  return createLanguage(tag, load ? (await load()).default : en);
};
