import type { Participant } from '@convomatic/contracts';
import type { Knex } from 'knex';

/** A participant in the public shape. What an outcome gives stands in the version that the person has. */
const publicParticipant = `
  p.id, p.project_id, p.user_id, p.session_id, p.run_id, p.name, p.state, p.waiting_since, p.waiting_until,
  p.ready_until, p.attention_until, p.outcome,
  v.snapshot #>> array['project', 'outcomes', p.outcome, 'code'] as completion_code,
  v.snapshot #>> array['project', 'outcomes', p.outcome, 'redirect_url'] as redirect_url,
  p.created_at`;

/** In order of id. */
export const listParticipants = async (trx: Knex, ids: number[]): Promise<Participant[]> => {
  const { rows } = await trx.raw<{ rows: Participant[] }>(
    `select ${publicParticipant} from participants p join versions v on v.id = p.version_id
     where p.id = any(?::bigint[]) order by p.id`,
    [ids],
  );
  return rows;
};

/** Who waits in the same run as this participant. */
export const listWaitingUsers = async (knex: Knex, participantId: number): Promise<number[]> => {
  const { rows } = await knex.raw<{ rows: { user_id: number }[] }>(
    `select p.user_id from participants own
     join participants p on p.project_id = own.project_id and p.run_id is not distinct from own.run_id
     where own.id = ? and p.state = 'waiting' order by p.waiting_since, p.id`,
    [participantId],
  );
  return rows.map(({ user_id }) => user_id);
};

/** How many people make a group of the project's newest version. */
export const findTarget = async (knex: Knex, projectId: number): Promise<number> => {
  const { rows } = await knex.raw<{ rows: { target: number }[] }>(
    `select (v.snapshot #>> '{project,group_target}')::int as target
     from projects p join versions v on v.project_id = p.id and v.number = p.published_number where p.id = ?`,
    [projectId],
  );
  return rows[0]?.target ?? 0;
};
