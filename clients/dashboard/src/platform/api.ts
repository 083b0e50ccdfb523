import { ApiError, createHttp } from '@convomatic/sdk';
import type { Call } from '@convomatic/sdk';
import { sayFieldProblem } from './language/field-problems.ts';
import { language, t } from './language/language.ts';

const http = createHttp();
const signedOut = new Set<() => void>();
const refused = new Set<() => void>();

/** Told when the server no longer knows this browser's login. */
export const onSignedOut = (listener: () => void): void => {
  signedOut.add(listener);
};

/** Told when the server keeps something from this person: perhaps they are no longer in its team. */
export const onRefused = (listener: () => void): void => {
  refused.add(listener);
};

const tellOf = ({ status }: ApiError): void => {
  if (status === 401) for (const listener of signedOut) listener();
  if (status === 403 || status === 404) for (const listener of refused) listener();
};

/** The page's one way to the api. */
export const call: Call = async (route, ...request) => {
  try {
    return await http(route, ...request);
  } catch (error) {
    if (error instanceof ApiError) tellOf(error);
    throw error;
  }
};

/** What went wrong, said to a person. */
export const explain = (error: unknown): string => {
  if (!(error instanceof ApiError)) return t('errors.page');
  if (error.status >= 500 && error.requestId) return t('errors.server', { id: error.requestId });
  // The server speaks English, and then says more than the code alone.
  return language.value === 'en' && error.code !== 'network' ? error.message : t(`errors.${error.code}`);
};

/** What is wrong with which field, by its path; empty for errors about anything else. */
export const explainFields = (error: unknown): Record<string, string> => {
  const fields = error instanceof ApiError ? error.fields : {};
  return Object.fromEntries(Object.entries(fields).map(([path, said]) => [path, sayFieldProblem(said)]));
};
