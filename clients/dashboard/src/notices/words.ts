import { defineWords } from '../platform/language/define-words.ts';

export const notices = defineWords({
  en: {
    load_again: 'Load again',
    close: 'Close this notice',
  },
  de: {
    load_again: 'Neu laden',
    close: 'Diesen Hinweis schließen',
  },
});
