import type { Project } from '@convomatic/contracts';

/** What the page itself says of the study, before anyone joins. */
export type ProjectCard = Pick<Project, 'slug' | 'name' | 'language' | 'welcome' | 'naming' | 'status'>;

/** The api writes it into the page as JSON; a page without it belongs to no study. */
export const readProjectCard = (page: Document): ProjectCard | null =>
  JSON.parse(page.getElementById('project')?.textContent ?? 'null') as ProjectCard | null;
