import type { Membership, RichText, Session, SessionView } from '@convomatic/contracts';
import type { SessionRole } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import type { SessionScope, TeamScope } from '../platform/scopes.ts';

const publicSession = `
  s.id, s.project_id, s.run_id, s.is_preview, v.number as version_number, s.state, s.closed_reason, s.duration_ms,
  s.started_at, s.ends_at, s.paused_at, s.pause_reason, s.pause_ends_at, s.closed_at, s.created_at`;

/** Of ids that a unit of work has at hand, in order of id. */
export const listSessions = async (trx: Knex, ids: number[]): Promise<Session[]> => {
  const { rows } = await trx.raw<{ rows: Session[] }>(
    `select ${publicSession} from sessions s join versions v on v.id = s.version_id
     where s.id = any(?::bigint[]) order by s.id`,
    [ids],
  );
  return rows;
};

/** Newest first. */
export const listProjectSessions = async (
  trx: Knex,
  { team_id }: TeamScope,
  { project_id, limit }: { project_id: number; limit: number },
): Promise<Session[]> => {
  const { rows } = await trx.raw<{ rows: Session[] }>(
    `select ${publicSession} from sessions s join versions v on v.id = s.version_id
     where s.project_id = ? and s.team_id = ? order by s.id desc limit ?`,
    [project_id, team_id, limit],
  );
  return rows;
};

type Script = { farewell: RichText; prompts: NonNullable<SessionView['prompts']> };

/** A session with what its pinned version says. */
export const findSession = async (
  trx: Knex,
  { session_id, team_id }: SessionScope,
): Promise<{ session: Session; script: Script } | undefined> => {
  const { rows } = await trx.raw<{ rows: (Session & { script: Script })[] }>(
    `select ${publicSession}, jsonb_build_object('farewell', v.snapshot #> '{project,farewell}',
       'prompts', v.snapshot -> 'prompts') as script
     from sessions s join versions v on v.id = s.version_id where s.id = ? and s.team_id = ?`,
    [session_id, team_id],
  );
  if (!rows[0]) return undefined;
  const { script, ...session } = rows[0];
  return { session, script };
};

/** Everyone who is or was in these sessions, in the order of joining. */
export const listSessionMemberships = async (trx: Knex, sessionIds: number[]): Promise<Membership[]> => {
  const { rows } = await trx.raw<{ rows: Membership[] }>(
    `select group_id, user_id, role, name, joined_at, left_at, left_reason from memberships
     where group_id = any(?::bigint[]) order by group_id, id`,
    [sessionIds],
  );
  return rows;
};

/** Whose session it is, to ask there whether somebody may see it; with its project it is away from the team. */
export const findTeamOfSession = async (
  trx: Knex,
  sessionId: number,
): Promise<{ team_id: number; is_removed: boolean } | undefined> => {
  const { rows } = await trx.raw<{ rows: { team_id: number; is_removed: boolean }[] }>(
    `select s.team_id, project.deleted_at is not null as is_removed
     from sessions s join projects project on project.id = s.project_id where s.id = ?`,
    [sessionId],
  );
  return rows[0];
};

export type SessionMember = {
  session_id: number;
  user_id: number;
  /** The one project that a participant's token is for; null where it is a login that asks. */
  project_id: number | null;
};

/** What somebody is in a session, as long as they have not left it. */
export const findSessionMember = async (
  trx: Knex,
  { session_id, user_id, project_id }: SessionMember,
): Promise<{ role: SessionRole; team_id: number } | undefined> => {
  const { rows } = await trx.raw<{ rows: { role: SessionRole; team_id: number }[] }>(
    `select m.role, s.team_id from memberships m join sessions s on s.id = m.group_id
     where s.id = ? and m.user_id = ? and m.left_at is null and s.project_id = coalesce(?, s.project_id)`,
    [session_id, user_id, project_id],
  );
  return rows[0];
};
