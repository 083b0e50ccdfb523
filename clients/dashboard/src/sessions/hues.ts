import type { Membership } from '@convomatic/contracts';

/** As many as theme.css has. */
const hueCount = 8;

/** Members in the order of their ids, so that everybody sees a person in the same hue. */
export const huesOf = (memberships: readonly Membership[]): Map<number, string> =>
  new Map(
    memberships
      .map(({ user_id }) => user_id)
      .sort((one, other) => one - other)
      .map((userId, index) => [userId, `var(--hue-${String((index % hueCount) + 1)})`]),
  );
