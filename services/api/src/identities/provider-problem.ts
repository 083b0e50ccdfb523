import type { SignInProblem } from '@convomatic/contracts/names';
import { codeOf, isOutage } from '@convomatic/kit/outages';
import { AuthorizationResponseError } from 'openid-client';

const answered = new Map<string, SignInProblem>([
  ['access_denied', 'denied'],
  ['server_error', 'provider_unavailable'],
  ['temporarily_unavailable', 'provider_unavailable'],
]);

const causeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;

const isServerFault = (cause: unknown): boolean => cause instanceof Response && cause.status >= 500;

/** Whether nobody answered: the network's own error is a cause or two below what the client throws. */
const isAway = (error: unknown): boolean => {
  for (let cause = error; cause !== undefined && cause !== null; cause = causeOf(cause)) {
    const code = codeOf(cause) ?? '';
    if (isOutage(cause) || code.startsWith('UND_ERR') || code === 'OAUTH_TIMEOUT') return true;
    if (isServerFault(cause)) return true;
  }
  return false;
};

/** What to tell a person of an error that a provider, or the way to it, caused. */
export const problemOf = (error: unknown): SignInProblem => {
  if (error instanceof AuthorizationResponseError) return answered.get(error.error) ?? 'failed';
  return isAway(error) ? 'provider_unavailable' : 'failed';
};

/** For the log, without what the answer held: codes, tokens and what is said of a person. */
export const reasonOf = (error: unknown): string => {
  const reasons: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) reasons.push(cause.message);
  return reasons.join(': ');
};
