import type { Membership } from '@convomatic/contracts';
import { computed } from 'vue';
import { call } from '../platform/api.ts';
import { useLiveState } from '../platform/live-state.ts';
import { useProject } from '../projects/index.ts';
import { reduceSessions } from './sessions-reducer.ts';

/** The sessions of the open project with their members, kept current by the team's events. */
export const useSessions = () => {
  const current = useProject();
  const { state, error, reload } = useLiveState({
    key: () => current.project?.id ?? null,
    load: (project_id) => call('GET /api/projects/:project_id/sessions', { params: { project_id } }),
    reduce: reduceSessions,
  });

  const membersById = computed(() => {
    const members = new Map<number, Membership[]>();
    for (const membership of state.value?.memberships ?? [])
      members.set(membership.group_id, [...(members.get(membership.group_id) ?? []), membership]);
    return members;
  });
  const membersOf = (sessionId: number): Membership[] => membersById.value.get(sessionId) ?? [];

  return { state, error, reload, membersOf };
};
