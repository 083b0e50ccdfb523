import type { Assignment } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { SessionScope } from '../platform/scopes.ts';

/** Why the members of a session are in it, and in which arm and role. */
export const listAssignments = async (
  trx: Knex,
  { session_id, team_id }: SessionScope,
): Promise<Assignment[]> => {
  const { rows } = await trx.raw<{ rows: Assignment[] }>(
    `select a.id, a.session_id, a.participant_id, p.user_id, f.reason, a.condition, a.role, a.seed, a.block,
       a.position, a.created_at
     from assignments a
     join formings f on f.id = a.forming_id
     join participants p on p.id = a.participant_id
     where a.session_id = ? and a.team_id = ? order by a.id`,
    [session_id, team_id],
  );
  return rows;
};
