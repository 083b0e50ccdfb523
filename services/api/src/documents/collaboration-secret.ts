import { hmac, isSameSecret } from '@convomatic/kit/tokens';

type Login = { id: number; user_id: number };

export type Presented = { user_id: number; token: string };

/** `{user_id},{secret_token}`; undefined for anything else. */
export const parseUserSecret = (secret: string): Presented | undefined => {
  const [, digits = '', token = ''] = /^([1-9][0-9]{0,15}),([\w-]{20,200})$/.exec(secret) ?? [];
  const user_id = Number(digits);
  return token !== '' && Number.isSafeInteger(user_id) ? { user_id, token } : undefined;
};

/** One secret for each login, made from its id: it lives as long as the login, and is stored nowhere. */
export const createCollaborationSecrets = (secretKey: string) => {
  const tokenOf = (loginId: number): string => hmac(secretKey, `collaboration login ${String(loginId)}`);
  return {
    forLogin: ({ id, user_id }: Login): string => `${String(user_id)},${tokenOf(id)}`,

    /** The login that the token was made for. All are compared, so that the time tells nothing. */
    findLogin: <L extends Login>(logins: L[], { token }: Presented): L | undefined =>
      logins.reduce<L | undefined>(
        (found, login) => (isSameSecret(tokenOf(login.id), token) ? login : found),
        undefined,
      ),
  };
};

export type CollaborationSecrets = ReturnType<typeof createCollaborationSecrets>;
