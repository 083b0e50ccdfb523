import type { CommandPaletteItem } from '@nuxt/ui';
import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { useRouter } from 'vue-router';
import type { RouteLocationRaw } from 'vue-router';
import { usePlaces } from '../places/index.ts';
import { t } from '../platform/language/language.ts';

interface PageCommands {
  pages: ComputedRef<CommandPaletteItem[]>;
  goTo: (to: RouteLocationRaw) => void;
}

/** The pages that are open to this person, as commands. */
export const usePageCommands = (): PageCommands => {
  const router = useRouter();
  const places = usePlaces();

  const goTo = (to: RouteLocationRaw): void => {
    void router.push(to);
  };
  const pages = computed(() =>
    [...places.ofTeam.value, ...places.ofPlatform.value, ...places.own].map(({ name, label, icon }) => ({
      label: t(label),
      icon,
      onSelect: () => {
        goTo({ name });
      },
    })),
  );
  return { pages, goTo };
};
