import type { Language } from '@convomatic/contracts/names';
import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { useMe } from '../logins/index.ts';
import { useLanguage } from '../platform/language/language.store.ts';
import { t } from '../platform/language/language.ts';
import { useTell } from '../platform/tell.ts';

interface ChosenLanguage {
  language: ComputedRef<Language>;
  choose: (language: Language) => void;
}

/** The language of the pages in this browser, and with it the one of the person's mails. */
export const useChosenLanguage = (): ChosenLanguage => {
  const me = useMe();
  const chosen = useLanguage();
  const tell = useTell();

  const keep = async (language: Language): Promise<void> => {
    try {
      await me.update({ language });
    } catch (error) {
      tell.failed(t('account.language_not_kept'), error);
    }
  };
  return {
    language: computed(() => chosen.language),
    choose: (language) => {
      chosen.choose(language);
      void keep(language);
    },
  };
};
