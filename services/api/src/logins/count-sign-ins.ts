import type { SignInMethod } from '@convomatic/contracts/names';
import { isAppError } from '@convomatic/kit/errors';
import { Counter } from '@convomatic/kit/metrics';
import type { Metrics } from '@convomatic/kit/metrics';

/** Runs an attempt to sign in and counts how it came out: `signed_in`, its `problem`, or the code of the error. */
export type CountSignIn = <T>(method: SignInMethod, attempt: () => Promise<T>) => Promise<T>;

const resultOf = (outcome: unknown): string =>
  typeof outcome === 'object' && outcome !== null && 'problem' in outcome
    ? String(outcome.problem)
    : 'signed_in';

export const createCountSignIn = ({ registry }: Metrics): CountSignIn => {
  const signIns = new Counter({
    name: 'chat_api_sign_ins_total',
    help: 'Attempts to sign in, by method and by how they came out.',
    labelNames: ['method', 'result'],
    registers: [registry],
  });
  return async (method, attempt) => {
    try {
      const outcome = await attempt();
      signIns.inc({ method, result: resultOf(outcome) });
      return outcome;
    } catch (error) {
      signIns.inc({ method, result: isAppError(error) ? error.code : 'internal' });
      throw error;
    }
  };
};
