import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { explain } from './api.ts';
import { createSavingSources, mostUrgent } from './saving-sources.ts';
import type { SaveState } from './saving-sources.ts';

/** What became of the latest changes, shown in one place of the head. */
export const useSaving = defineStore('saving', () => {
  const running = ref(0);
  const hasSaved = ref(false);
  const failure = shallowRef<{ reason: string; retry: () => Promise<unknown> } | null>(null);
  const sources = createSavingSources();

  const ownState = (): SaveState => {
    if (running.value > 0) return 'saving';
    if (failure.value) return 'failed';
    return hasSaved.value ? 'saved' : 'idle';
  };
  const state = computed(() => mostUrgent([ownState(), ...sources.states()]));
  const problem = computed(() => failure.value?.reason ?? sources.problem());

  /** Runs a change; a failed one is kept for another try, and answers undefined. */
  const run = async <T>(change: () => Promise<T>): Promise<T | undefined> => {
    running.value += 1;
    try {
      const result = await change();
      failure.value = null;
      hasSaved.value = true;
      return result;
    } catch (error) {
      failure.value = { reason: explain(error), retry: () => run(change) };
      return undefined;
    } finally {
      running.value -= 1;
    }
  };

  /** Runs a change whose failure its form shows by itself. Answers whether it was saved. */
  const attempt = async (
    change: () => Promise<unknown>,
    refused: (error: unknown) => void | Promise<void>,
  ): Promise<boolean> => {
    running.value += 1;
    try {
      await change();
      failure.value = null;
      hasSaved.value = true;
      return true;
    } catch (error) {
      hasSaved.value = false;
      await refused(error);
      return false;
    } finally {
      running.value -= 1;
    }
  };

  const reset = (): void => {
    failure.value = null;
    hasSaved.value = false;
  };

  return { ...sources, state, problem, failure, run, attempt, reset };
});
