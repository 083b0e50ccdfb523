import type { Prompt } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { TextDoor } from '../documents/index.ts';
import { serviceScope } from '../platform/scopes.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { findProject, lockProject, projectShard } from '../projects/index.ts';
import { changePrompt } from './change-prompt.ts';
import { findPrompt, findTeamOfPrompt } from './prompts.repository.ts';

const findPresent = async (trx: Knex, scope: TeamScope, id: number): Promise<Prompt | undefined> => {
  const prompt = await findPrompt(trx, scope, id);
  return prompt?.deleted_at === null ? prompt : undefined;
};

/**
 * The prompt is read behind its project, which may be locked by the reading. Who may write was asked when the text was
 * opened; a save comes from our own service.
 */
const readWith =
  (readProject: typeof findProject): TextDoor['find'] =>
  async (trx, id) => {
    const team_id = await findTeamOfPrompt(trx, id);
    if (team_id === undefined) return undefined;
    const scope = serviceScope({ team_id });
    const found = await findPresent(trx, scope, id);
    const project = found && (await readProject(trx, scope, found.project_id));
    const prompt = project && (await findPresent(trx, scope, id));
    return prompt && { team_id, shard: projectShard(project.id), text: prompt.body };
  };

/** A prompt's body, for those who edit it together. */
export const promptTexts: TextDoor = {
  find: readWith(findProject),
  lock: readWith(lockProject),
  write: (work, { id, team_id, text, actor_id }) =>
    changePrompt(work, { scope: serviceScope({ team_id }), id, change: { body: text }, actor_id }),
};
