import type { Assignment } from '@convomatic/contracts';
import type { Knex } from 'knex';

/** Why the members of these sessions are in them, and in which arm and role; in order of id. */
export const listAssignments = async (trx: Knex, sessionIds: number[]): Promise<Assignment[]> => {
  const { rows } = await trx.raw<{ rows: Assignment[] }>(
    `select a.id, a.session_id, a.participant_id, p.user_id, f.reason, a.condition, a.role, a.seed, a.block,
       a.position, a.created_at
     from assignments a
     join formings f on f.id = a.forming_id
     join participants p on p.id = a.participant_id
     where a.session_id = any(?::bigint[]) order by a.id`,
    [sessionIds],
  );
  return rows;
};
