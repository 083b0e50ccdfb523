import type { Project } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { Caller } from '../platform/caller.ts';
import { serviceScope } from '../platform/scopes.ts';
import { findProjectBySlug } from '../projects/index.ts';
import type { Projects } from '../projects/index.ts';
import { listPrompts } from '../prompts/index.ts';
import type { Prompts } from '../prompts/index.ts';
import type { Versions } from '../versions/index.ts';
import { demoName, demoPrompts, demoSettings, demoSlug } from './demo-project.ts';

export type DemoNeeds = { knex: Knex; projects: Projects; prompts: Prompts; versions: Versions };

/** Adds what is missing, so that a start that was cut in the middle is finished by the next one. */
const fill = async ({ knex, projects, prompts, versions }: DemoNeeds, owner: Caller, project: Project) => {
  const { id, version } = project;
  await projects.edit(owner, { project_id: id, version, settings: demoSettings });
  const there = await listPrompts(knex, serviceScope(project), id);
  for (const prompt of demoPrompts.slice(there.length))
    await prompts.add(owner, { project_id: id, ...prompt });
  await versions.publish(owner, id);
};

/** The demo project, published; once it is, it belongs to its team and is left as the team has it. */
export const ensureDemo = async (needs: DemoNeeds, owner: Caller, teamId: number): Promise<void> => {
  const found = await findProjectBySlug(needs.knex, demoSlug);
  if (found && found.published_number !== null) return;
  const project =
    found ?? (await needs.projects.create(owner, { team_id: teamId, name: demoName, slug: demoSlug }));
  await fill(needs, owner, project);
};
