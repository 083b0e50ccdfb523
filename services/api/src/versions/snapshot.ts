import { frozenPrompt, projectSettings } from '@convomatic/contracts';
import type { Project, Prompt, Snapshot } from '@convomatic/contracts';
import { z } from 'zod';

const frozenProject = z.object(projectSettings);

/** What publishing would freeze of a draft: all that sessions read, and nothing else. */
export const snapshotOf = (project: Project, prompts: Prompt[]): Snapshot => ({
  project: frozenProject.parse(project),
  prompts: prompts.map((prompt) => frozenPrompt.parse(prompt)),
});
