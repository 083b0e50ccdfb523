import { languages } from '@convomatic/contracts/names';
import type { Language } from '@convomatic/contracts/names';
import { computed } from 'vue';
import { createI18n } from 'vue-i18n';
import type { errors, platform, problems } from '../words.ts';
import { formatNumber } from './formats.ts';

/** The texts by noun. `src/words.ts` adds those of the features, so that the compiler knows them all. */
export interface Texts {
  errors: typeof errors.en;
  platform: typeof platform.en;
  problems: typeof problems.en;
}

/** The name of a text, such as `projects.settings`. */
export type WordKey = { [Noun in keyof Texts]: `${Noun}.${keyof Texts[Noun] & string}` }[keyof Texts];

const { global: composer } = createI18n({ legacy: false, locale: 'en', messages: { en: {}, de: {} } });

export const language = computed<Language>({
  get: () => composer.locale.value,
  set: (next) => {
    composer.locale.value = next;
  },
});

export const setWords = (words: Record<Language, Texts>): void => {
  for (const each of languages) composer.setLocaleMessage(each, words[each]);
};

const shown = (value: string | number): string => (typeof value === 'number' ? formatNumber(value) : value);

/**
 * The text in the chosen language, which a template or `computed` follows when another is chosen. `count` decides
 * between singular and plural; numbers are written as the language does.
 */
export const t = (key: WordKey, values: Record<string, string | number> = {}): string => {
  const named = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shown(value)]));
  return composer.t(key, named, Number(values.count ?? 1));
};
