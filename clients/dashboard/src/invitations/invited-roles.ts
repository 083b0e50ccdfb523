import { teamRoles } from '@convomatic/contracts/names';
import type { TeamRole } from '@convomatic/contracts/names';
import type { WordKey } from '../platform/language/language.ts';

/** Nobody invites to a role above their own. */
export const rolesUpTo = (own: TeamRole): TeamRole[] => teamRoles.slice(teamRoles.indexOf(own));

export const invitedWords: Record<TeamRole, { role: WordKey; link: WordKey; invites: WordKey }> = {
  owner: {
    role: 'invitations.owner',
    link: 'invitations.link_owner',
    invites: 'invitations.invites_owner',
  },
  editor: {
    role: 'invitations.editor',
    link: 'invitations.link_editor',
    invites: 'invitations.invites_editor',
  },
  observer: {
    role: 'invitations.observer',
    link: 'invitations.link_observer',
    invites: 'invitations.invites_observer',
  },
};
