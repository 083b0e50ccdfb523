import type { EndpointResponse } from '@convomatic/contracts';
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { call, explain, explainFields } from '../platform/api.ts';
import { t } from '../platform/language/language.ts';
import { useSaving } from '../platform/saving.ts';
import { useProject } from '../projects/index.ts';

type Published = EndpointResponse<'POST /api/projects/:project_id/publish'>;

/** The collaboration server saves at least every ten seconds. */
const saveWithinMs = 15_000;

/** Publishing the open project: what came of the last try. */
export const usePublishing = defineStore('publishing', () => {
  const current = useProject();
  const saving = useSaving();
  const isBusy = ref(false);
  const refusal = ref<string | null>(null);
  const problems = shallowRef<Record<string, string>>({});
  const published = shallowRef<Published | null>(null);

  const clear = (): void => {
    refusal.value = null;
    problems.value = {};
    published.value = null;
  };
  watch(() => current.project?.id, clear);

  const publish = async (): Promise<void> => {
    const project_id = current.project?.id;
    if (project_id === undefined) return;
    clear();
    isBusy.value = true;
    try {
      // What is published is what was typed, so it is saved first.
      refusal.value = await saving.settle(saveWithinMs);
      if (refusal.value !== null) return;
      published.value = await call('POST /api/projects/:project_id/publish', { params: { project_id } });
      current.showPublished(published.value.version.number);
    } catch (error) {
      refusal.value = explain(error);
      problems.value = explainFields(error);
    } finally {
      isBusy.value = false;
    }
  };

  /** What keeps a prompt from being published: its text "is empty", its time "is …". */
  const problemsOf = (promptId: number): string[] => {
    const start = `prompts.${String(promptId)}.`;
    return Object.entries(problems.value)
      .filter(([field]) => field.startsWith(start))
      .map(([field, problem]) =>
        t(field.endsWith('.body') ? 'versions.problem_text' : 'versions.problem_time', { problem }),
      );
  };

  return { isBusy, refusal, problems, published, clear, publish, problemsOf };
});
