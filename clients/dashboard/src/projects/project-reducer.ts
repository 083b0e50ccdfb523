import type { EndpointResponse, Event, Project, Prompt } from '@convomatic/contracts';
import { settingFields } from './settings-merge.ts';

export type ProjectState = EndpointResponse<'GET /api/projects/:project_id'>;

const frozen = [
  ...settingFields,
  'language',
  'welcome',
  'consent',
  'farewell',
] as const satisfies (keyof Project)[];

const isSameDraft = (one: Project, other: Project): boolean =>
  frozen.every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]));

/** The project's row, unless a newer one is here already. */
export const withProject = (state: ProjectState, project: Project): ProjectState =>
  project.id !== state.project.id || project.version < state.project.version ? state : { ...state, project };

/** Prompts that were made, changed or removed, in their order; an older row never replaces a newer one. */
export const withPrompts = (state: ProjectState, changed: readonly Prompt[]): ProjectState => {
  const byId = new Map(state.prompts.map((prompt) => [prompt.id, prompt]));
  for (const prompt of changed) {
    const known = byId.get(prompt.id);
    if (prompt.project_id !== state.project.id || (known && known.updated_at > prompt.updated_at)) continue;
    if (prompt.deleted_at === null) byId.set(prompt.id, prompt);
    else byId.delete(prompt.id);
  }
  return { ...state, prompts: [...byId.values()].sort((one, other) => one.rank - other.rank) };
};

// A draft that was changed back to what its version holds counts as changed until the next load: events do not tell.
const isChangedBy = (state: ProjectState, next: ProjectState, event: Event): boolean => {
  if (event.kind === 'project.published') return false;
  const hasPrompts = event.records.prompts?.some(({ project_id }) => project_id === state.project.id);
  return state.changed || hasPrompts === true || !isSameDraft(state.project, next.project);
};

/** A project's design after one event of its team. */
export const reduceProject = (state: ProjectState, event: Event): ProjectState => {
  const { projects = [], prompts = [] } = event.records;
  const project = projects.find(({ id }) => id === state.project.id);
  if (!project && !prompts.some(({ project_id }) => project_id === state.project.id)) return state;
  const next = withPrompts(project ? withProject(state, project) : state, prompts);
  return { ...next, changed: isChangedBy(state, next, event) };
};
