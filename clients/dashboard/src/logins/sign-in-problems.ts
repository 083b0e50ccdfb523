import type { SignInProblem } from '@convomatic/contracts/names';
import type { WordKey } from '../platform/language/language.ts';

/** Why somebody was led to the sign-in page, by the `problem` in its address; `signed_out` comes from these pages. */
const problems: Record<SignInProblem | 'signed_out', WordKey> = {
  signed_out: 'logins.problem_signed_out',
  denied: 'logins.problem_denied',
  expired: 'logins.problem_expired',
  provider_unavailable: 'logins.problem_provider_unavailable',
  identity_taken: 'logins.problem_identity_taken',
  blocked: 'logins.problem_blocked',
  not_invited: 'logins.problem_not_invited',
  failed: 'logins.problem_failed',
};

const isProblem = (word: string): word is keyof typeof problems => Object.hasOwn(problems, word);

export const problemKey = (problem: unknown): WordKey | null => {
  if (typeof problem !== 'string' || problem === '') return null;
  return isProblem(problem) ? problems[problem] : problems.failed;
};
