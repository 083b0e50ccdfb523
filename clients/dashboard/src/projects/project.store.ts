import type { EndpointRequest, Project, Prompt } from '@convomatic/contracts';
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { useMe } from '../logins/index.ts';
import { call } from '../platform/api.ts';
import { useLiveState } from '../platform/live-state.ts';
import { reduceProject, withProject, withPrompts } from './project-reducer.ts';
import type { ProjectState } from './project-reducer.ts';

type SettingsChange = EndpointRequest<'PATCH /api/projects/:project_id'>['body'];

/** The project that is open, with its prompts, kept current by the team's events. */
export const useProject = defineStore('project', () => {
  const id = ref<number | null>(null);
  const { state, error, patch, reload } = useLiveState<number, ProjectState>({
    key: () => id.value,
    load: (project_id) => call('GET /api/projects/:project_id', { params: { project_id } }),
    reduce: reduceProject,
  });

  const project = computed(() => state.value?.project ?? null);
  const prompts = computed(() => state.value?.prompts ?? []);
  /** Observers see everything and change nothing. */
  const canEdit = computed(() => {
    const role = useMe().teams.find(({ id: teamId }) => teamId === project.value?.team_id)?.role;
    return role === 'owner' || role === 'editor';
  });
  const isChanged = computed(() => state.value?.changed ?? false);

  const open = (next: number | null): void => {
    id.value = next;
  };

  /** Shows prompts that one's own request was answered with, ahead of their event. */
  const showPrompts = (changed: Prompt[]): void => {
    patch((current) => ({ ...withPrompts(current, changed), changed: true }));
  };

  const save = async (project_id: number, body: SettingsChange): Promise<void> => {
    const answer = await call('PATCH /api/projects/:project_id', { params: { project_id }, body });
    patch((current) => ({ ...withProject(current, answer.project), changed: true }));
  };

  /** Shows the project as one's own request was answered, ahead of its event. */
  const showProject = (next: Project): void => {
    patch((current) => withProject(current, next));
  };

  /** A paused project stays paused with a new version. */
  const statusOf = ({ status }: Project): Project['status'] => (status === 'draft' ? 'live' : status);

  const showPublished = (published_number: number): void => {
    patch((current) => ({
      ...current,
      project: { ...current.project, published_number, status: statusOf(current.project) },
      changed: false,
    }));
  };

  return {
    state,
    error,
    project,
    prompts,
    canEdit,
    isChanged,
    open,
    reload,
    showProject,
    showPrompts,
    showPublished,
    save,
  };
});
