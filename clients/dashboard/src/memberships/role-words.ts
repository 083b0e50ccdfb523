import type { TeamRole } from '@convomatic/contracts/names';
import type { WordKey } from '../platform/language/language.ts';

export const roleWords: Record<TeamRole, WordKey> = {
  owner: 'memberships.owner',
  editor: 'memberships.editor',
  observer: 'memberships.observer',
};

/** What a role may do. */
export const roleMeanings: Record<TeamRole, WordKey> = {
  owner: 'memberships.owner_may',
  editor: 'memberships.editor_may',
  observer: 'memberships.observer_may',
};
