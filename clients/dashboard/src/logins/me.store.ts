import type { Boot } from '@convomatic/contracts';
import { ApiError } from '@convomatic/sdk';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { call } from '../platform/api.ts';
import { useConnection } from '../platform/connection.ts';

/** Who is signed in, and the groups of that person. */
export const useMe = defineStore('me', () => {
  const connection = useConnection();
  const boot = shallowRef<Boot | null>(null);

  const user = computed(() => boot.value?.user ?? null);
  const teams = computed(() => boot.value?.groups.filter(({ kind }) => kind === 'team') ?? []);

  /** Opens the texts that this login may read or edit. */
  const collaborationSecret = computed(() => boot.value?.collaboration_secret ?? null);

  const load = async (): Promise<void> => {
    boot.value = await call('GET /api/boot');
  };

  /** Whether this browser has a login; opens the connection when it has. */
  const isSignedIn = async (): Promise<boolean> => {
    try {
      if (!boot.value) await load();
      connection.open();
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return false;
      throw error;
    }
  };

  const forget = (): void => {
    connection.close();
    boot.value = null;
  };

  const signOut = async (): Promise<void> => {
    await call('DELETE /api/logins/current');
    forget();
  };

  return { user, teams, collaborationSecret, load, isSignedIn, forget, signOut };
});
