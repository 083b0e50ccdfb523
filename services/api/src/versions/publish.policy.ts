import { plainText } from '@convomatic/contracts';
import type { FrozenPrompt, RichText, Snapshot } from '@convomatic/contracts';
import { outcomes } from '@convomatic/contracts/names';
import type { ErrorFields } from '@convomatic/kit/errors';
import { findSettingsProblems } from '../projects/index.ts';

type Problem = [field: string, problem: string];

export type Draft = Snapshot & {
  /** Ids of the prompts whose file is no longer there. */
  missingFiles: number[];
};

const isEmpty = (text: RichText): boolean => plainText(text).trim() === '';

const findTimeProblems = ({ project, prompts }: Draft, prompt: FrozenPrompt): Problem[] => {
  const before = prompts[prompts.indexOf(prompt) - 1]?.offset_ms ?? 0;
  const problems: Problem[] = [];
  if (prompt.offset_ms >= project.duration_ms)
    problems.push(['offset_ms', 'is not before the end of the session']);
  if (prompt.offset_ms < before) problems.push(['offset_ms', 'is earlier than the prompt before it']);
  return problems;
};

const findUnknown = (field: string, [named, known]: [string[], string[]]): Problem[] => {
  const unknown = named.filter((name) => !known.includes(name)).map((name) => `“${name}”`);
  return unknown.length === 0 ? [] : [[field, `names ${unknown.join(', ')}, which the project has not`]];
};

const findPromptProblems = (draft: Draft): Problem[] =>
  draft.prompts.flatMap((prompt) => {
    const { project, missingFiles } = draft;
    const problems: Problem[] = [
      ...findTimeProblems(draft, prompt),
      ...findUnknown('conditions', [prompt.conditions, project.conditions.map(({ name }) => name)]),
      ...findUnknown('roles', [prompt.roles, project.roles]),
    ];
    if (isEmpty(prompt.body)) problems.push(['body', 'is empty']);
    if (missingFiles.includes(prompt.id)) problems.push(['asset', 'is no longer there']);
    return problems.map(([field, problem]): Problem => [`prompts.${String(prompt.id)}.${field}`, problem]);
  });

const findProjectProblems = ({ project }: Draft): Problem[] => {
  const problems = Object.entries(findSettingsProblems(project));
  if (isEmpty(project.welcome)) problems.push(['welcome', 'is empty']);
  for (const outcome of outcomes) {
    const { code } = project.outcomes[outcome];
    if (code.trim() === '') problems.push([`outcomes.${outcome}.code`, 'is empty']);
  }
  return problems;
};

/** What keeps a draft from being published, by field; a prompt's field begins with `prompts.<id>`. */
export const findPublishProblems = (draft: Draft): ErrorFields =>
  Object.fromEntries([...findProjectProblems(draft), ...findPromptProblems(draft)]);
