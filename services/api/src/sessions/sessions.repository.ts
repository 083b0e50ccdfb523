import type { Membership, RichText, Session, SessionView } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { Standing } from './standing.ts';

const publicSession = `
  s.id, s.project_id, v.number as version_number, s.state, s.closed_reason, s.duration_ms,
  s.started_at, s.ends_at, s.closed_at, s.created_at`;

/** In order of id. */
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
  { project_id, limit }: { project_id: number; limit: number },
): Promise<Session[]> => {
  const { rows } = await trx.raw<{ rows: Session[] }>(
    `select ${publicSession} from sessions s join versions v on v.id = s.version_id
     where s.project_id = ? order by s.id desc limit ?`,
    [project_id, limit],
  );
  return rows;
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

type Script = { farewell: RichText; prompts: NonNullable<SessionView['prompts']> };

/** What the pinned version of a session says. */
export const findScript = async (trx: Knex, sessionId: number): Promise<Script | undefined> => {
  const { rows } = await trx.raw<{ rows: Script[] }>(
    `select v.snapshot #> '{project,farewell}' as farewell, v.snapshot -> 'prompts' as prompts
     from sessions s join versions v on v.id = s.version_id where s.id = ?`,
    [sessionId],
  );
  return rows[0];
};

type Owned = { team_id: number };

export const findTeamOfProject = async (trx: Knex, projectId: number): Promise<number | undefined> => {
  const projects = trx('projects').where({ id: projectId }).whereNull('deleted_at');
  return (await projects.first<Owned | undefined>('team_id'))?.team_id;
};

export const findSessionTeam = async (trx: Knex, sessionId: number): Promise<number | undefined> =>
  (await trx('sessions').where({ id: sessionId }).first<Owned | undefined>('team_id'))?.team_id;

export type SessionAccess = Standing & { id: number; team_id: number; project_id: number };

export const findAccess = async (
  trx: Knex,
  sessionId: number,
  userId: number,
): Promise<SessionAccess | undefined> => {
  const { rows } = await trx.raw<{ rows: SessionAccess[] }>(
    `select s.id, s.team_id, s.project_id, inside.role as session_role, team.role as team_role
     from sessions s
     left join memberships inside on inside.group_id = s.id and inside.user_id = :user and inside.left_at is null
     left join memberships team on team.group_id = s.team_id and team.user_id = :user and team.left_at is null
       and exists (select from teams where teams.id = s.team_id and teams.deleted_at is null)
     where s.id = :session`,
    { user: userId, session: sessionId },
  );
  return rows[0];
};
