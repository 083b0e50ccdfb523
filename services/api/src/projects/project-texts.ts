import type { Project } from '@convomatic/contracts';
import { documentTypes } from '@convomatic/contracts/names';
import { isDeepStrictEqual } from 'node:util';
import type { TextDoor, TextWritten } from '../documents/index.ts';
import type { Work } from '../platform/realtime/index.ts';
import { serviceScope } from '../platform/scopes.ts';
import { announceProject } from './announce-project.ts';
import { findProject, findTeamOfProject, lockProject, updateProjectText } from './projects.repository.ts';
import type { ProjectSettings } from './projects.repository.ts';

const { fields } = documentTypes.project;
type TextField = (typeof fields)[number];

/** What is edited together on one node: a project with everything in it. */
export const projectShard = (projectId: number): string => `project-${String(projectId)}`;

const isTextField = (field: string): field is TextField => fields.some((name) => name === field);

/** Who may write was asked when the text was opened; a save comes from our own service. */
const readWith =
  (readProject: typeof findProject): TextDoor['find'] =>
  async (trx, id, field) => {
    const team_id = await findTeamOfProject(trx, id);
    const project = team_id && (await readProject(trx, serviceScope({ team_id }), id));
    if (!project || !isTextField(field)) return undefined;
    return { team_id: project.team_id, shard: projectShard(id), text: project[field] };
  };

/** A project's texts, for those who edit them together. Their saves are no edits of the settings, whose version stays. */
export const projectTexts: TextDoor = {
  find: readWith(findProject),
  lock: readWith(lockProject),
  write: async (work, { id, team_id, field, text, actor_id }) => {
    if (!isTextField(field)) return;
    const scope = serviceScope({ team_id });
    await updateProjectText(work.trx, scope, { id, texts: { [field]: text } });
    announceProject(work, { scope, project: { id }, kind: 'project.updated', actor_id });
  },
};

/** Tells, for each text that these settings change, that it was written by other means than typing. */
export const fenceTexts = async (
  { trx }: Work,
  { project, settings }: { project: Project; settings: ProjectSettings },
  textWritten: TextWritten,
): Promise<void> => {
  for (const field of fields) {
    const text = settings[field];
    if (text === undefined || isDeepStrictEqual(text, project[field])) continue;
    await textWritten(trx, { type: 'project', id: project.id, field });
  }
};
