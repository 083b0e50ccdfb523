export { announceProject } from './announce-project.ts';
export { findSettingsProblems } from './projects.policy.ts';
export { projectShard, projectTexts } from './project-texts.ts';
export { findProject, findProjectBySlug, lockProject, updatePublishedNumber } from './projects.repository.ts';
export { createProjectRoutes } from './projects.routes.ts';
export { createProjects } from './projects.service.ts';
export type { Projects } from './projects.service.ts';
export { requireIdle } from './require-idle.ts';
export { requireDraft, requireProject } from './require-project.ts';
