import type { CommandPaletteItem } from '@nuxt/ui';
import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { useRouter } from 'vue-router';
import { useSigningOut } from '../account/index.ts';
import { useMe } from '../logins/index.ts';
import { t } from '../platform/language/language.ts';
import { useTeam } from '../teams/index.ts';
import { useLookCommands } from './look-commands.ts';

interface ActionCommands {
  teams: ComputedRef<CommandPaletteItem[]>;
  actions: ComputedRef<CommandPaletteItem[]>;
}

/** What can be done from anywhere. */
export const useActionCommands = (make: {
  createProject: () => void;
  createTeam: () => void;
}): ActionCommands => {
  const me = useMe();
  const current = useTeam();
  const router = useRouter();
  const looks = useLookCommands();
  const signOut = useSigningOut();

  const switchTo = (id: number): void => {
    current.choose(id);
    void router.push({ name: 'projects' });
  };
  const teams = computed(() =>
    me.teams
      .filter(({ id }) => id !== current.team?.id)
      .map(({ id, name }) => ({
        label: t('commands.switch_to', { name }),
        icon: 'i-lucide-arrow-right-left',
        onSelect: () => {
          switchTo(id);
        },
      })),
  );
  const actions = computed(() => [
    ...(current.may('project.create')
      ? [{ label: t('commands.new_project'), icon: 'i-lucide-plus', onSelect: make.createProject }]
      : []),
    { label: t('commands.new_team'), icon: 'i-lucide-plus', onSelect: make.createTeam },
    ...looks.value,
    { label: t('account.sign_out'), icon: 'i-lucide-log-out', onSelect: () => void signOut() },
  ]);
  return { teams, actions };
};
