import type { Project } from '@convomatic/contracts';
import { isDeepStrictEqual } from 'node:util';
import type { TextWritten } from '../documents/index.ts';
import type { Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { announceProject } from './announce-project.ts';
import { fenceTexts } from './project-texts.ts';
import { updateProjectSettings } from './projects.repository.ts';
import type { ProjectSettings } from './projects.repository.ts';

type Writing = {
  scope: TeamScope;
  /** As it is behind the lock. */
  project: Project;
  settings: ProjectSettings;
  actor_id: number;
};

/** Names of the settings that are others now; what they say is nobody's business but the team's. */
const changedFields = ({ project, settings }: Writing): string[] =>
  (Object.keys(settings) as (keyof ProjectSettings)[]).filter(
    (field) => !isDeepStrictEqual(settings[field], project[field]),
  );

/** Writes settings of a locked project and tells the team; answers the names of those that are others now. */
export const writeSettings = async (
  work: Work,
  writing: Writing,
  textWritten: TextWritten,
): Promise<string[]> => {
  const { scope, project, settings, actor_id } = writing;
  await fenceTexts(work, { project, settings }, textWritten);
  await updateProjectSettings(work.trx, scope, { id: project.id, settings });
  announceProject(work, { scope, project, kind: 'project.updated', actor_id });
  return changedFields(writing);
};
