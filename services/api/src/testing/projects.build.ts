import { richTextOf } from '@convomatic/contracts';
import type { Project, Prompt } from '@convomatic/contracts';
import type { Person, TestTeam } from './people.build.ts';

type Design = { project: Project; prompts: Prompt[] };

/** At the end, unless it says behind which. */
type Place = { project_id: number; offset_ms: number; after_id?: number };

export const addPrompt = async (person: Person, { project_id, ...place }: Place): Promise<Prompt> => {
  const body = richTextOf(`What comes after ${String(place.offset_ms)} ms?`);
  const answer = await person
    .post(`/api/projects/${String(project_id)}/prompts`, { body, ...place })
    .expect(201);
  return (answer.body as { prompt: Prompt }).prompt;
};

/** A draft with a prompt at each of these offsets, made through the api. */
export const buildProject = async (team: TestTeam, offsets: number[] = []): Promise<Design> => {
  const answer = await team.editor
    .post(`/api/teams/${String(team.id)}/projects`, { name: 'Talk' })
    .expect(201);
  const { project } = answer.body as { project: Project };
  const prompts: Prompt[] = [];
  for (const offset_ms of offsets) {
    prompts.push(await addPrompt(team.editor, { project_id: project.id, offset_ms }));
  }
  return { project, prompts };
};
