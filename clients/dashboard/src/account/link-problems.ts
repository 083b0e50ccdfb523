import type { SignInProblem } from '@convomatic/contracts/names';
import type { WordKey } from '../platform/language/language.ts';

/** Why a provider's account was not connected, by the `problem` in the address that the provider led back to. */
const problems: Partial<Record<SignInProblem, WordKey>> = {
  denied: 'account.link_denied',
  expired: 'account.link_expired',
  identity_taken: 'account.link_taken',
  provider_unavailable: 'account.link_provider_unavailable',
};

export const linkProblemKey = (problem: unknown): WordKey | null => {
  if (typeof problem !== 'string' || problem === '') return null;
  return problems[problem as SignInProblem] ?? 'account.link_failed';
};
