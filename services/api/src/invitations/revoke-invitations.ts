import { teamRoles } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { canActAs } from '../memberships/index.ts';
import type { Lessened } from '../memberships/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { updateRevokedOf } from './invitations.repository.ts';

/** Who may less than before must not come back, or up again, by an invitation that they made for it or still have. */
export const revokeInvitations = async (
  trx: Knex,
  scope: TeamScope,
  { user_id, role }: Lessened,
): Promise<void> => {
  const roles = teamRoles.filter((invited) => role === null || !canActAs(role, invited));
  await updateRevokedOf(trx, scope, { user_id, roles });
};
