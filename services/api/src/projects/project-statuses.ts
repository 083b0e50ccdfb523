import type { Project } from '@convomatic/contracts';
import type { ProjectStatus } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';

/** From each status, where a team may put its project; the way from a draft to a live project is to publish it. */
export const projectTransitions: Record<ProjectStatus, readonly ProjectStatus[]> = {
  draft: ['archived'],
  live: ['paused', 'archived'],
  paused: ['live', 'archived'],
  archived: ['draft', 'paused'],
};

/** What was published is no draft any more, and only that can be paused. */
const fits = ({ published_number }: Project, to: ProjectStatus): boolean =>
  to === 'archived' || (to === 'draft') === (published_number === null);

export const requireStatusTransition = (project: Project, to: ProjectStatus): void => {
  if (projectTransitions[project.status].includes(to) && fits(project, to)) return;
  const hint = to === 'live' && project.published_number === null ? 'Publish it first.' : 'Load it again.';
  throw new AppError(
    'illegal_transition',
    `A project that is ${project.status} cannot become ${to}. ${hint}`,
  );
};

/** A version goes live at once, but in a project that was paused, which goes on when somebody says so. */
export const requirePublishedStatus = ({ status }: Project): ProjectStatus => {
  if (status === 'archived')
    throw new AppError('illegal_transition', 'This project is in the archive. Take it out first.');
  return status === 'paused' ? 'paused' : 'live';
};
