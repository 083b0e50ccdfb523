import type { Knex } from 'knex';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSnapshot } from '../platform/realtime/index.ts';
import { serviceScope } from '../platform/scopes.ts';
import { findProjectBySlug } from '../projects/index.ts';
import { findNewestVersion } from '../versions/index.ts';
import { pageHtml } from './page-html.ts';
import type { PublicProject } from './page-html.ts';

type Needs = { knex: Knex; widgetDir: string };

const slugShape = /^[a-z0-9-]{1,80}$/;

/** The project as its newest version says; one that was never published is not there for anybody. */
const findPublicProject = async (trx: Knex, slug: string): Promise<PublicProject | undefined> => {
  const project = await findProjectBySlug(trx, slug);
  const version = project && (await findNewestVersion(trx, serviceScope(project), project.id));
  if (!version) return undefined;
  const { name, language, welcome, naming } = version.snapshot.project;
  return { slug, name, language, welcome, naming, status: project.status };
};

export const createPages = ({ knex, widgetDir }: Needs) => ({
  /** Opening a link takes no seat: scanners and previews open links too. */
  render: async (slug: string): Promise<{ html: string; isFound: boolean }> => {
    const project = slugShape.test(slug)
      ? await readSnapshot(knex, (trx) => findPublicProject(trx, slug))
      : undefined;
    // Read each time, so that a new build shows without a restart; it is a few kilobytes.
    const template = await readFile(join(widgetDir, 'index.html'), 'utf8');
    return { html: pageHtml(template, project), isFound: project !== undefined };
  },
});

export type Pages = ReturnType<typeof createPages>;
