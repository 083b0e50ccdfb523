import { frozenPrompt, settingsRow } from '@convomatic/contracts';
import type { Project, Prompt, Snapshot } from '@convomatic/contracts';

/** What publishing would freeze of a draft: all that sessions read, and nothing else. */
export const snapshotOf = (project: Project, prompts: Prompt[]): Snapshot => ({
  project: settingsRow.parse(project),
  prompts: prompts.map((prompt) => frozenPrompt.parse(prompt)),
});
