import type { EndpointResponse } from '@convomatic/contracts';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { call } from '../platform/api.ts';
import { useConnection } from '../platform/connection.ts';
import { useProject } from '../projects/index.ts';

type Versions = EndpointResponse<'GET /api/projects/:project_id/versions'>['versions'];

/** When the prompts of each published version come, by its number. Versions never change, so new ones are fetched once. */
export const usePromptOffsets = () => {
  const current = useProject();
  const connection = useConnection();
  const versions = shallowRef<Versions>([]);
  let isOver = false;
  onScopeDispose(() => {
    isOver = true;
  });

  const load = async (project_id: number): Promise<void> => {
    const answer = await call('GET /api/projects/:project_id/versions', { params: { project_id } });
    if (!isOver) ({ versions: versions.value } = answer);
  };

  watch(
    () => [current.project?.id, current.project?.published_number, connection.status] as const,
    ([id, number, status]) => {
      const isKnown = versions.value.some((version) => version.number === number);
      if (id === undefined || number === null || isKnown || status === 'offline') return;
      // Ticks are an aid: without them the page stands, and the next connection brings them.
      load(id).catch(() => undefined);
    },
    { immediate: true },
  );

  const offsetsOf = (number: number): number[] =>
    versions.value
      .find((version) => version.number === number)
      ?.snapshot.prompts.map((prompt) => prompt.offset_ms) ?? [];
  return { offsetsOf };
};
