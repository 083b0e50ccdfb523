import { defineStore } from 'pinia';
import { watchEffect } from 'vue';
import { languageFor, regionOf } from './choose-language.ts';
import type { Language } from '@convomatic/contracts/names';
import { languageTag } from './language-tag.ts';
import { language } from './language.ts';

const key = 'convomatic_language';

/** The language of the pages: the browser's, unless its person chose. */
export const useLanguage = defineStore('language', () => {
  language.value = languageFor(localStorage.getItem(key), navigator.languages);
  watchEffect(() => {
    languageTag.value = regionOf(language.value, navigator.languages);
    document.documentElement.lang = language.value;
  });

  const choose = (next: Language): void => {
    language.value = next;
    localStorage.setItem(key, next);
  };
  return { language, choose };
});
