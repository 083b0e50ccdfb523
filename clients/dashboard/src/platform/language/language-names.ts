import type { Language } from '@convomatic/contracts/names';

/** Each says its own name, for whoever cannot read the other. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' };
