import type { InvitationState } from '@convomatic/contracts/names';

/** An address of which only its owner recognises the rest. */
export const hintOf = (email: string): string => {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}…${email.slice(at)}`;
};

type Standing = { is_used: boolean; is_revoked: boolean; is_expired: boolean };

/** The first that happened counts: what was used is not taken back, and what was taken back does not expire. */
export const stateOf = ({ is_used, is_revoked, is_expired }: Standing): InvitationState => {
  if (is_used) return 'used';
  if (is_revoked) return 'revoked';
  return is_expired ? 'expired' : 'open';
};
