import type { SessionRole } from '@convomatic/contracts/names';

/** Those who talk; whoever watches reads alone. */
export const canPost = (role: SessionRole): boolean => role === 'participant';
