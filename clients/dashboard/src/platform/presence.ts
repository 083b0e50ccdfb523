import { groupRoom } from '@convomatic/contracts/names';
import { onScopeDispose, readonly, ref, watch } from 'vue';
import { useConnection } from './connection.ts';

/** Who of a group is here now, by user id; null while nobody can say, as without a connection. */
export const usePresence = (groupId: () => number | null) => {
  const connection = useConnection();
  const here = ref<ReadonlySet<number> | null>(null);
  let stop = (): void => undefined;

  watch(
    groupId,
    (id) => {
      stop();
      here.value = null;
      if (id === null) return;
      stop = connection.onPresence(groupRoom(id), (userIds) => {
        here.value = userIds && new Set(userIds);
      });
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    stop();
  });
  return readonly(here);
};
