import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from './language.ts';

export const LanguageContext = createContext<Language | null>(null);

export const useLanguage = (): Language => {
  const language = useContext(LanguageContext);
  if (!language) throw new Error('No language surrounds this component.');
  return language;
};
