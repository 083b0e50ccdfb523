import type { CommandPaletteItem } from '@nuxt/ui';
import { languages } from '@convomatic/contracts/names';
import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { useChosenLanguage } from '../account/index.ts';
import { languageNames } from '../platform/language/language-names.ts';
import { t } from '../platform/language/language.ts';
import { themeChoices, useTheme } from '../platform/theme.ts';

/** Colours and language, those that are not chosen. */
export const useLookCommands = (): ComputedRef<CommandPaletteItem[]> => {
  const theme = useTheme();
  const { language, choose } = useChosenLanguage();

  const themes = () =>
    themeChoices
      .filter(({ value }) => value !== theme.choice)
      .map(({ value, icon, label }) => ({
        label: t('commands.colours', { name: t(label) }),
        icon,
        onSelect: () => {
          theme.choose(value);
        },
      }));
  const tongues = () =>
    languages
      .filter((value) => value !== language.value)
      .map((value) => ({
        label: t('commands.language', { name: languageNames[value] }),
        icon: 'i-lucide-languages',
        onSelect: () => {
          choose(value);
        },
      }));
  return computed(() => [...themes(), ...tongues()]);
};
