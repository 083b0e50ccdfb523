import type { Prompt } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { TextDoor } from '../documents/index.ts';
import { findProject, lockProject, projectShard } from '../projects/index.ts';
import { changePrompt } from './change-prompt.ts';
import { findPrompt } from './prompts.repository.ts';

type FindProject = typeof findProject;

const findPresent = async (trx: Knex, id: number): Promise<Prompt | undefined> => {
  const prompt = await findPrompt(trx, id);
  return prompt?.deleted_at === null ? prompt : undefined;
};

/** The prompt is read behind its project, which may be locked by the reading. */
const readWith =
  (readProject: FindProject): TextDoor['find'] =>
  async (trx, id) => {
    const found = await findPresent(trx, id);
    const project = found && (await readProject(trx, found.project_id));
    const prompt = project && (await findPresent(trx, id));
    return prompt && { team_id: project.team_id, shard: projectShard(project.id), text: prompt.body };
  };

/** A prompt's body, for those who edit it together. */
export const promptTexts: TextDoor = {
  find: readWith(findProject),
  lock: readWith(lockProject),
  write: async (work, { id, text, actor_id }) => {
    const project = await readWith(findProject)(work.trx, id, 'body');
    if (project) await changePrompt(work, { project, id, change: { body: text }, actor_id });
  },
};
