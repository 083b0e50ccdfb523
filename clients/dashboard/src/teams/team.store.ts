import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { useMe } from '../logins/index.ts';
import { call } from '../platform/api.ts';

const key = 'convomatic_team';

/** The team whose projects are shown: the one chosen last in this browser, else the first. */
export const useTeam = defineStore('team', () => {
  const me = useMe();
  const chosenId = ref(Number(localStorage.getItem(key)));
  const team = computed(() => me.teams.find(({ id }) => id === chosenId.value) ?? me.teams[0] ?? null);

  const choose = (id: number): void => {
    chosenId.value = id;
    localStorage.setItem(key, String(id));
  };

  const create = async (name: string): Promise<void> => {
    const created = await call('POST /api/teams', { body: { name } });
    await me.load();
    choose(created.team.id);
  };

  return { team, choose, create };
});
