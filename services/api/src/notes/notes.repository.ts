import type { Note } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';

const columns = [
  ...([
    'id',
    'project_id',
    'session_id',
    'participant_id',
    'message_id',
    'author_id',
    'author_name',
  ] as const),
  ...(['body', 'seq', 'created_at', 'updated_at', 'deleted_at'] as const),
];

/** What a note is about; everything that is named belongs to the one project. */
export type About = Pick<Note, 'project_id' | 'session_id' | 'participant_id' | 'message_id'>;

export type NewNote = About & Pick<Note, 'author_id' | 'author_name' | 'body' | 'seq'>;

export const insertNote = async (trx: Knex, { team_id }: TeamScope, note: NewNote): Promise<Note> => {
  const [inserted] = await trx('notes')
    .insert({ ...note, team_id })
    .returning<Note[]>(columns);
  if (!inserted) throw new Error('the note was not inserted');
  return inserted;
};

/** Also one that is removed, locked until the transaction ends. */
export const lockNote = async (trx: Knex, { team_id }: TeamScope, id: number): Promise<Note | undefined> =>
  trx<Note & TeamScope>('notes').where({ id, team_id }).forNoKeyUpdate().first(columns);

type Change = { id: number; body?: string; isRemoved?: boolean };

export const updateNote = async (
  trx: Knex,
  { team_id }: TeamScope,
  { id, body, isRemoved }: Change,
): Promise<Note | undefined> => {
  const [updated] = await trx('notes')
    .where({ id, team_id })
    .update({
      ...(body !== undefined && { body }),
      ...(isRemoved !== undefined && { deleted_at: isRemoved ? trx.raw('clock_timestamp()') : null }),
      updated_at: trx.raw('clock_timestamp()'),
    })
    .returning<Note[]>(columns);
  return updated;
};

export const listSessionNotes = async (
  trx: Knex,
  { team_id }: TeamScope,
  session_id: number,
): Promise<Note[]> =>
  trx<Note & TeamScope>('notes')
    .where({ session_id, team_id, deleted_at: null })
    .orderBy('id')
    .select(columns);

/** Whose note it is, to ask there whether somebody may change it. */
export const findTeamOfNote = async (trx: Knex, id: number): Promise<number | undefined> =>
  (await trx('notes').where({ id }).first<{ team_id: number } | undefined>('team_id'))?.team_id;

type Place = { session_id: number | null; participant_id: number | null };

/** The project of a session or a participant; undefined where they are none of the team, or not of each other. */
export const findSubject = async (
  trx: Knex,
  { team_id }: TeamScope,
  { session_id, participant_id }: Place,
): Promise<Pick<About, 'project_id' | 'session_id' | 'participant_id'> | undefined> => {
  const { rows } = await trx.raw<{ rows: Pick<About, 'project_id' | 'session_id' | 'participant_id'>[] }>(
    `select coalesce(s.project_id, p.project_id) as project_id, coalesce(s.id, p.session_id) as session_id,
       p.id as participant_id
     from (select :session_id::bigint as session_id, :participant_id::bigint as participant_id) as asked
     left join sessions s on s.id = asked.session_id and s.team_id = :team_id
     left join participants p on p.id = asked.participant_id and p.team_id = :team_id
       and (s.id is null or p.session_id = s.id)
     where (asked.session_id is null or s.id is not null) and (asked.participant_id is null or p.id is not null)`,
    { session_id, participant_id, team_id },
  );
  return rows[0];
};

type Said = { message_id: number; session_id: number | null };

export const isSaidThere = async (
  trx: Knex,
  { team_id }: TeamScope,
  { message_id, session_id }: Said,
): Promise<boolean> => {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    'select from messages where id = ? and session_id = ? and team_id = ?',
    [message_id, session_id, team_id],
  );
  return rows.length > 0;
};
