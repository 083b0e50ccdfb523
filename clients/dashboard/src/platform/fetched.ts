import { onScopeDispose, shallowRef, watch } from 'vue';
import type { ShallowRef } from 'vue';

export interface Fetched<T> {
  /** Null until the first answer. */
  value: ShallowRef<T | null>;
  error: ShallowRef<unknown>;
  reload: () => Promise<void>;
}

/** What was fetched when the page opened, for what no event keeps current. Another key fetches anew; null shows nothing. */
export const useFetched = <K, T>(key: () => K | null, load: (key: K) => Promise<T>): Fetched<T> => {
  const value: ShallowRef<T | null> = shallowRef(null);
  const error = shallowRef<unknown>(null);
  /** Of the running request: an answer to an earlier one is worth nothing. */
  let run = 0;

  const fetchOf = async (wanted: K): Promise<void> => {
    run += 1;
    const own = run;
    error.value = null;
    try {
      const answer = await load(wanted);
      if (own === run) value.value = answer;
    } catch (reason) {
      if (own === run) error.value = reason;
    }
  };
  const reload = async (): Promise<void> => {
    const wanted = key();
    if (wanted !== null) await fetchOf(wanted);
  };

  watch(
    key,
    () => {
      value.value = null;
      void reload();
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    run += 1;
  });
  return { value, error, reload };
};
