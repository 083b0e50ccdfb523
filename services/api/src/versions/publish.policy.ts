import { plainText } from '@convomatic/contracts';
import type { RichText, Snapshot } from '@convomatic/contracts';
import type { ErrorFields } from '@convomatic/kit/errors';
import { findSettingsProblems } from '../projects/index.ts';

type Problem = [field: string, problem: string];

const isEmpty = (text: RichText): boolean => plainText(text).trim() === '';

const findPromptProblems = ({ project, prompts }: Snapshot): Problem[] =>
  prompts.flatMap(({ id, offset_ms, body }, index): Problem[] => {
    const field = `prompts.${String(id)}`;
    const before = prompts[index - 1]?.offset_ms ?? 0;
    const problems: Problem[] = [];
    if (isEmpty(body)) problems.push([`${field}.body`, 'is empty']);
    if (offset_ms >= project.duration_ms)
      problems.push([`${field}.offset_ms`, 'is not before the end of the session']);
    if (offset_ms < before) problems.push([`${field}.offset_ms`, 'is earlier than the prompt before it']);
    return problems;
  });

const findProjectProblems = ({ project }: Snapshot): Problem[] => {
  const problems = Object.entries(findSettingsProblems(project));
  if (isEmpty(project.welcome)) problems.push(['welcome', 'is empty']);
  if (project.outcomes.completed.code.trim() === '') problems.push(['outcomes.completed.code', 'is empty']);
  return problems;
};

/** What keeps a draft from being published, by field; a prompt's field begins with `prompts.<id>`. */
export const findPublishProblems = (draft: Snapshot): ErrorFields =>
  Object.fromEntries([...findProjectProblems(draft), ...findPromptProblems(draft)]);
