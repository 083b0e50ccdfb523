import type { EndpointResponse } from '@convomatic/contracts';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { call, explain, explainFields } from '../platform/api.ts';
import { useConnection } from '../platform/connection.ts';
import { t } from '../platform/language/language.ts';
import type { WordKey } from '../platform/language/language.ts';
import { useSaving } from '../platform/saving.ts';
import { useProject } from '../projects/index.ts';
import { standingProblems } from './standing-problems.ts';

interface Refused {
  said: string;
  /** By the field that each is about. */
  problems: Record<string, string>;
  /** By the server's clock. */
  at: number;
}
type Published = EndpointResponse<'POST /api/projects/:project_id/publish'>;

/** Of the parts of a prompt, how their problem begins. */
const problemWords: Record<string, WordKey> = {
  body: 'versions.problem_text',
  offset_ms: 'versions.problem_time',
  asset: 'versions.problem_asset',
  conditions: 'versions.problem_recipients',
  roles: 'versions.problem_recipients',
};

/** The collaboration server saves at least every ten seconds. */
const saveWithinMs = 15_000;

/** Publishing the open project: what came of the last try. */
export const usePublishing = defineStore('publishing', () => {
  const current = useProject();
  const saving = useSaving();
  const connection = useConnection();
  const isBusy = ref(false);
  const refused = shallowRef<Refused | null>(null);
  const problems = computed(() => (refused.value ? standingProblems(refused.value, current.prompts) : {}));
  /** Falls with the last of its problems. */
  const refusal = computed(() => {
    const isMended =
      Object.keys(refused.value?.problems ?? {}).length > 0 && Object.keys(problems.value).length === 0;
    return isMended ? null : (refused.value?.said ?? null);
  });
  const published = shallowRef<Published | null>(null);

  const clear = (): void => {
    refused.value = null;
    published.value = null;
  };
  watch(() => current.project?.id, clear);

  const refuse = (said: string, found: Record<string, string> = {}): void => {
    refused.value = { said, problems: found, at: connection.now() };
  };

  const publish = async (): Promise<void> => {
    const project_id = current.project?.id;
    if (project_id === undefined) return;
    clear();
    isBusy.value = true;
    try {
      // What is published is what was typed, so it is saved first.
      const unsaved = await saving.settle(saveWithinMs);
      if (unsaved !== null) {
        refuse(unsaved);
        return;
      }
      published.value = await call('POST /api/projects/:project_id/publish', { params: { project_id } });
      current.showPublished(published.value.version.number);
    } catch (error) {
      refuse(explain(error), explainFields(error));
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
        t(problemWords[field.slice(start.length)] ?? 'versions.problem_time', { problem }),
      );
  };

  return { isBusy, refusal, problems, published, clear, publish, problemsOf };
});
