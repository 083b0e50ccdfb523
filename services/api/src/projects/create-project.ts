import type { Project, ProjectSettings } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';
import { newProjectTexts } from './project-defaults.ts';
import { insertProject } from './projects.repository.ts';
import { randomText } from './random-text.ts';
import { readableSlug } from './slug.ts';

export type NewProject = Pick<Project, 'name'> &
  Partial<ProjectSettings> & {
    /** Instead of one made from the name. */
    slug?: string;
  };

const suffixLength = 5;
const attempts = 5;

/** A slug is in links that people have: it is chosen once and never given to another project. */
export const insertWithSlug = async (
  trx: Knex,
  scope: TeamScope,
  { slug, ...settings }: NewProject,
): Promise<number> => {
  const project = { ...newProjectTexts(), ...settings };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const chosen = slug ?? `${readableSlug(project.name)}-${randomText(suffixLength)}`;
    const id = await insertProject(trx, scope, { ...project, slug: chosen });
    if (id !== undefined) return id;
  }
  throw new AppError('conflict', 'The address of this project is taken. Try again.');
};
