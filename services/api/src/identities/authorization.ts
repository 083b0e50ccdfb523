import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Configuration } from 'openid-client';
import { readClaims } from './claims.ts';
import type { Claims } from './claims.ts';

/** What only we and, by its cookie, one browser can answer for. */
export type Secrets = { state: string; nonce: string; code_verifier: string };

type Asking = { redirectUri: string; scopes: string[] };

/** Where the browser goes to sign in, and what its answer is checked by. */
export const beginAuthorization = async (
  provider: Configuration,
  { redirectUri, scopes }: Asking,
): Promise<{ url: string; secrets: Secrets }> => {
  const secrets = { state: randomState(), nonce: randomNonce(), code_verifier: randomPKCECodeVerifier() };
  const { href } = buildAuthorizationUrl(provider, {
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: await calculatePKCECodeChallenge(secrets.code_verifier),
    code_challenge_method: 'S256',
  });
  return { url: href, secrets };
};

/**
 * Exchanges the code of an answer for what the provider says of the person. Checks state, `iss` (RFC 9207), nonce,
 * audience, times and signature. The tokens are forgotten at once.
 */
export const finishAuthorization = async (
  provider: Configuration,
  answer: URL,
  { state, nonce, code_verifier }: Secrets,
): Promise<Claims> => {
  const tokens = await authorizationCodeGrant(provider, answer, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: code_verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new Error('the provider sent no id token');
  // The address and what is said of it come from one place.
  const isTold = claims.email !== undefined || provider.serverMetadata().userinfo_endpoint === undefined;
  const told = isTold ? claims : await fetchUserInfo(provider, tokens.access_token, claims.sub);
  return readClaims(claims, told);
};
