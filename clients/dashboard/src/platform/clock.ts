import { onScopeDispose, ref } from 'vue';
import type { Ref } from 'vue';
import { useConnection } from './connection.ts';

/** The server's time, moving on every quarter of a second while the component lives. */
export const useNow = (): Ref<number> => {
  const connection = useConnection();
  const now = ref(connection.now());
  const timer = setInterval(() => {
    now.value = connection.now();
  }, 250);
  onScopeDispose(() => {
    clearInterval(timer);
  });
  return now;
};
