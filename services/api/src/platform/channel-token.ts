import { hmac } from '@convomatic/kit/tokens';

/** One channel token for each login and each participant token, made from its id, so that revocation knows the key. */
export const createChannelTokens = (secret: string) => ({
  forLogin: (loginId: number): string => hmac(secret, `channel login ${String(loginId)}`),
  forParticipantToken: (tokenId: number): string => hmac(secret, `channel participant ${String(tokenId)}`),
});

export type ChannelTokens = ReturnType<typeof createChannelTokens>;
