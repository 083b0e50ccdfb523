import { computed, ref, shallowRef, watch } from 'vue';
import type { ComputedRef, Ref, ShallowRef } from 'vue';

export interface Page<T> {
  rows: T[];
  next_before_id: number | null;
}

interface Paged<T> {
  /** Null until the first page is there. */
  rows: ShallowRef<T[] | null>;
  error: ShallowRef<unknown>;
  isLoading: Ref<boolean>;
  hasMore: ComputedRef<boolean>;
  more: () => Promise<void>;
  /** From the first page on. */
  reload: () => Promise<void>;
  replace: (row: T) => void;
}

/** A long list, the newest first, a page at a time. Another query begins it anew. */
export const usePaged = <Q, T extends { id: number }>(
  query: () => Q,
  load: (query: Q, before_id: number | undefined) => Promise<Page<T>>,
): Paged<T> => {
  const rows: ShallowRef<T[] | null> = shallowRef(null);
  const error = shallowRef<unknown>(null);
  const isLoading = ref(false);
  const next = ref<number | null>(null);
  let run = 0;

  const fetchPage = async (before_id: number | undefined): Promise<void> => {
    run += 1;
    const own = run;
    isLoading.value = true;
    error.value = null;
    try {
      const page = await load(query(), before_id);
      if (own !== run) return;
      rows.value = [...(before_id === undefined ? [] : (rows.value ?? [])), ...page.rows];
      next.value = page.next_before_id;
    } catch (reason) {
      if (own === run) error.value = reason;
    } finally {
      if (own === run) isLoading.value = false;
    }
  };

  watch(query, () => void fetchPage(undefined), { immediate: true });
  return {
    rows,
    error,
    isLoading,
    hasMore: computed(() => next.value !== null),
    more: () => fetchPage(next.value ?? undefined),
    reload: () => fetchPage(undefined),
    replace: (row) => {
      rows.value = (rows.value ?? []).map((one) => (one.id === row.id ? row : one));
    },
  };
};
