import type { Action } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { nothingHere, requirePermission } from '../memberships/index.ts';
import type { Permission } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { findTeamOfParticipant } from './erasures.repository.ts';

type Demand = { participant_id: number; action: Action };

/** What the caller's role in the participant's team allows. */
export const requireParticipantOfTeam = async (
  trx: Knex,
  caller: Caller,
  { participant_id, action }: Demand,
): Promise<Permission> => {
  const team_id = await findTeamOfParticipant(trx, participant_id);
  if (team_id === undefined) throw nothingHere();
  return requirePermission(trx, caller, { team_id, action });
};
