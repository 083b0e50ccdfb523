import { can } from '@convomatic/contracts/names';
import type { Action } from '@convomatic/contracts/names';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { useMe } from '../logins/index.ts';
import type { OwnTeam } from '../logins/index.ts';
import { call } from '../platform/api.ts';

const key = 'convomatic_team';

const pick = (teams: readonly OwnTeam[], id: number): OwnTeam | null =>
  teams.find((team) => team.id === id) ?? teams[0] ?? null;

/** The team whose projects are shown: the one chosen last in this browser, else the first. */
export const useTeam = defineStore('team', () => {
  const me = useMe();
  const chosenId = ref(Number(localStorage.getItem(key)));
  /** The team that was taken away while it was shown; nothing takes its place until the person chooses. */
  const lost = shallowRef<OwnTeam | null>(null);
  let isGivingUp = false;
  const team = computed(() => (lost.value ? null : pick(me.teams, chosenId.value)));

  /** What this person may do in the team. */
  const may = (action: Action): boolean =>
    team.value !== null && can(me.isStaff ? [team.value.role, 'staff'] : [team.value.role], action);

  const choose = (id: number): void => {
    lost.value = null;
    chosenId.value = id;
    localStorage.setItem(key, String(id));
  };

  /** Does what ends this person's place in the team; since they mean it, another team takes its place at once. */
  const giveUp = async (ask: () => Promise<unknown>): Promise<void> => {
    isGivingUp = true;
    try {
      await ask();
      await me.load();
      const [next] = me.teams;
      if (next) choose(next.id);
    } finally {
      isGivingUp = false;
    }
  };

  watch(
    () => me.teams,
    (now, before) => {
      const shown = lost.value ?? pick(before, chosenId.value);
      const isGone =
        !isGivingUp && me.user !== null && shown !== null && !now.some(({ id }) => id === shown.id);
      lost.value = isGone ? shown : null;
    },
    { flush: 'sync' },
  );

  const create = async (name: string): Promise<void> => {
    const created = await call('POST /api/teams', { body: { name } });
    await me.load();
    choose(created.team.id);
  };

  const restore = async (team_id: number): Promise<void> => {
    await call('POST /api/teams/:team_id/restore', { params: { team_id } });
    await me.load();
    choose(team_id);
  };

  return { team, lost, may, choose, giveUp, create, restore };
});
