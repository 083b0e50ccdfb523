import type { Project, Prompt, Snapshot } from '@convomatic/contracts';

/** What publishing would freeze of a draft: all that sessions read, and nothing else. */
export const snapshotOf = (project: Project, prompts: Prompt[]): Snapshot => ({
  project: {
    name: project.name,
    language: project.language,
    group_min: project.group_min,
    group_target: project.group_target,
    duration_ms: project.duration_ms,
    waiting_limit_ms: project.waiting_limit_ms,
    welcome: project.welcome,
    farewell: project.farewell,
    outcomes: project.outcomes,
  },
  prompts: prompts.map(({ id, rank, offset_ms, body }) => ({ id, rank, offset_ms, body })),
});
