import { ref } from 'vue';

/** What dates and numbers follow: the language, with the reader's region where that is known (de-AT). */
export const languageTag = ref('en');
