import { ref } from 'vue';
import type { Ref } from 'vue';
import { explain } from './api.ts';

export interface Request {
  isBusy: Ref<boolean>;
  /** What went wrong the last time, said to a person. */
  problem: Ref<string | null>;
  /** Answers whether it succeeded; `say` finds other words for what went wrong. */
  run: (ask: () => Promise<unknown>, say?: (error: unknown) => string) => Promise<boolean>;
}

/** What a form or a dialog asks of the server: one thing at a time, with its problem beside it. */
export const useRequest = (): Request => {
  const isBusy = ref(false);
  const problem = ref<string | null>(null);

  const run: Request['run'] = async (ask, say = explain) => {
    isBusy.value = true;
    problem.value = null;
    try {
      await ask();
      return true;
    } catch (error) {
      problem.value = say(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  };
  return { isBusy, problem, run };
};
