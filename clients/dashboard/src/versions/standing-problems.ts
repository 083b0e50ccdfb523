import type { Prompt } from '@convomatic/contracts';

interface Found {
  problems: Record<string, string>;
  /** When they were found, by the server's clock. */
  at: number;
}

/**
 * The problems that may still be there: one of a prompt's text falls when that prompt changes or goes. Times depend on
 * each other, so a change of any prompt lets theirs fall; the axis tells meanwhile which come too early.
 */
export const standingProblems = (
  { problems, at }: Found,
  prompts: readonly Pick<Prompt, 'id' | 'updated_at'>[],
): Record<string, string> => {
  const isUnchanged = ({ updated_at }: Pick<Prompt, 'updated_at'>): boolean => Date.parse(updated_at) <= at;
  const unchanged = new Set(prompts.filter(isUnchanged).map(({ id }) => String(id)));
  const isStanding = (field: string): boolean => {
    const [noun, id = '', part] = field.split('.');
    if (noun !== 'prompts') return true;
    return unchanged.has(id) && (part === 'body' || unchanged.size === prompts.length);
  };
  return Object.fromEntries(Object.entries(problems).filter(([field]) => isStanding(field)));
};
