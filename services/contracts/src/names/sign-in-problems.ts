/**
 * Why an OpenID sign-in came to nothing: `problem` in the address of the page that its callback redirects to,
 * `/sign-in`, or `/account` where an account was to be linked.
 */
export const signInProblems = [
  'denied',
  /** Too old, used up, or begun in another browser. */
  'expired',
  'provider_unavailable',
  /** The account at the provider belongs to another person here. */
  'identity_taken',
  'blocked',
  'not_invited',
  'failed',
] as const;

export type SignInProblem = (typeof signInProblems)[number];
