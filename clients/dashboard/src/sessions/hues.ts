import type { Membership } from '@convomatic/contracts';
import * as names from '@convomatic/contracts/names';

/** The colour of each member's name, as the participants see it too. */
export const huesOf = (memberships: readonly Membership[]): Map<number, string> =>
  new Map([...names.huesOf(memberships)].map(([userId, hue]) => [userId, `var(--hue-${hue})`]));
