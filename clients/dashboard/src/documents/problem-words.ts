import { language, t } from '../platform/language/language.ts';
import type { WordKey } from '../platform/language/language.ts';
import type { DocumentProblem } from './text-state.ts';

/** The api does not tell strangers what there is; somebody who had the text open may be told more. */
const toldMore: Partial<Record<string, WordKey>> = {
  not_found: 'documents.closed_not_found',
  unauthenticated: 'documents.closed_signed_out',
};

/** The server says these in English. */
const translated: Partial<Record<string, WordKey>> = {
  too_large: 'documents.too_large',
  unavailable: 'documents.not_saved',
};

/** Why a text is closed or not saved, said to a person. */
export const sayProblem = (problem: DocumentProblem | null): string | null => {
  if (!problem) return null;
  const more = toldMore[problem.code];
  if (more) return t(more);
  return language.value === 'en' ? problem.message : t(translated[problem.code] ?? 'documents.closed');
};
