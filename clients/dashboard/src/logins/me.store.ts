import { can, teamRoles } from '@convomatic/contracts/names';
import type { Action, TeamRole } from '@convomatic/contracts/names';
import type { Boot, EndpointRequest } from '@convomatic/contracts';
import { ApiError } from '@convomatic/sdk';
import { defineStore } from 'pinia';
import { computed } from 'vue';
import { call } from '../platform/api.ts';
import { useLiveBoot, wasSignedIn } from './live-boot.ts';

export interface OwnTeam {
  id: number;
  name: string;
  role: TeamRole;
}

const isTeam = (group: Boot['groups'][number]): group is Boot['groups'][number] & OwnTeam =>
  group.kind === 'team' && teamRoles.includes(group.role as TeamRole);

/** Who is signed in, and their teams, kept current by the events of this person. */
export const useMe = defineStore('me', () => {
  const { boot, load, follow, recheck, forget, beginAnew } = useLiveBoot();

  const user = computed(() => boot.value?.user ?? null);
  const teams = computed<OwnTeam[]>(() => boot.value?.groups.filter(isTeam) ?? []);
  const isStaff = computed(() => user.value?.platform_role === 'staff');
  /** What somebody may do on the platform; of a team, its store knows. */
  const may = (action: Action): boolean => user.value?.platform_role === 'admin' && can(['admin'], action);

  /** Opens the texts that this login may read or edit. */
  const collaborationSecret = computed(() => boot.value?.collaboration_secret ?? null);

  /** Whether this browser has a login; opens the connection when it has. */
  const isSignedIn = async (): Promise<boolean> => {
    try {
      if (!boot.value) await load();
      follow();
      return true;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) throw error;
      forget();
      return false;
    }
  };

  /** The same where nobody need be signed in: does not ask the server for who never was. */
  const isStillSignedIn = (): Promise<boolean> => (wasSignedIn() ? isSignedIn() : Promise.resolve(false));

  const update = async (body: EndpointRequest<'PATCH /api/users/me'>['body']): Promise<void> => {
    const answer = await call('PATCH /api/users/me', { body });
    if (boot.value) boot.value = { ...boot.value, user: answer.user };
  };

  const signOut = async (): Promise<void> => {
    await call('DELETE /api/logins/current');
    forget();
  };

  return {
    ...{ user, teams, isStaff, may, collaborationSecret },
    ...{ load, isSignedIn, isStillSignedIn, recheck, update, forget, beginAnew, signOut },
  };
});
