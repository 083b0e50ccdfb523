import type { Pool } from 'pg';
import type { Caller } from '../platform/caller.ts';

type Row = Pick<Caller, 'user_id' | 'name' | 'platform_role'> & {
  id: number;
  token_id: number;
  project_id: number;
};

const findCallerText = `
  select p.id, t.id as token_id, p.project_id, p.user_id, u.name, u.platform_role
  from participant_tokens t
  join participants p on p.id = t.participant_id
  join users u on u.id = p.user_id
  where t.token_hash = $1 and t.expires_at > clock_timestamp() and u.deleted_at is null and u.blocked_at is null`;

/**
 * Who holds this participant token; null when it is unknown or has expired, or its person is blocked. Every message
 * asks it first, so it is a prepared statement as the rest of that path.
 */
export const findCallerByToken = async (pool: Pool, tokenHash: string): Promise<Caller | null> => {
  const { rows } = await pool.query<Row>({
    name: 'participant-caller',
    text: findCallerText,
    values: [tokenHash],
  });
  const [row] = rows;
  if (!row) return null;
  const { id, token_id, project_id, ...person } = row;
  return { ...person, login_id: null, participant: { id, token_id, project_id }, request: null };
};
