export { readProjectCard } from './project-card.ts';
export type { ProjectCard } from './project-card.ts';
