import type { Erasure } from '@convomatic/contracts';
import type { ParticipantState } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';

export type Seat = {
  id: number;
  public_id: string;
  team_id: number;
  project_id: number;
  user_id: number;
  session_id: number | null;
  state: ParticipantState;
};

/** Whose participant it is, to ask there whether somebody may read or erase them; of a removed project nobody's. */
export const findTeamOfParticipant = async (trx: Knex, id: number): Promise<number | undefined> => {
  const { rows } = await trx.raw<{ rows: { team_id: number }[] }>(
    `select p.team_id from participants p join projects project on project.id = p.project_id
     where p.id = ? and project.deleted_at is null`,
    [id],
  );
  return rows[0]?.team_id;
};

/** Session first, then seat, as everybody locks them; the session because its room is opened once more. */
export const lockSeat = async (trx: Knex, { team_id }: TeamScope, id: number): Promise<Seat | undefined> => {
  await trx.raw(
    `select s.id from sessions s join participants p on p.session_id = s.id
     where p.id = ? and p.team_id = ? for no key update of s`,
    [id, team_id],
  );
  const { rows } = await trx.raw<{ rows: Seat[] }>(
    `select id, public_id, team_id, project_id, user_id, session_id, state from participants
     where id = ? and team_id = ? for no key update`,
    [id, team_id],
  );
  return rows[0];
};

export type ErasureKind = 'participant' | 'external_ids';

type Stored = Pick<Erasure, 'public_id' | 'at'> & { id: number; receipt: Erasure['erased'] };

const columns = ['id', 'public_id', 'receipt', 'at'] as const;

const receiptOf = ({ id, public_id, receipt, at }: Stored): Erasure => ({
  receipt_id: id,
  public_id,
  erased: receipt,
  at,
});

export const findErasure = async (
  trx: Knex,
  { team_id }: TeamScope,
  { participant_id, kind }: { participant_id: number; kind: ErasureKind },
): Promise<Erasure | undefined> => {
  const row = await trx('erasures')
    .where({ participant_id, kind, team_id })
    .first<Stored | undefined>(...columns);
  return row && receiptOf(row);
};

type NewErasure = { seat: Seat; kind: ErasureKind; erased_by: number | null; erased: Erasure['erased'] };

export const insertErasure = async (
  trx: Knex,
  { team_id }: TeamScope,
  { seat, kind, erased_by, erased }: NewErasure,
): Promise<Erasure> => {
  const { id: participant_id, project_id, public_id } = seat;
  const receipt = JSON.stringify(erased);
  const [row] = await trx('erasures')
    .insert({ team_id, project_id, participant_id, public_id, kind, erased_by, receipt })
    .returning<Stored[]>([...columns]);
  if (!row) throw new Error('the erasure was not inserted');
  return receiptOf(row);
};

/** People of projects that keep data for so many days, whose time has come. */
export const listExpired = async (knex: Knex, limit: number): Promise<{ id: number; team_id: number }[]> => {
  const { rows } = await knex.raw<{ rows: { id: number; team_id: number }[] }>(
    `select p.id, p.team_id from projects project
     join participants p on p.project_id = project.id
     left join sessions s on s.id = p.session_id
     where project.retention_days is not null and p.state not in ('active', 'ready')
       and (s.id is null or s.state = 'closed')
       and coalesce(s.closed_at, p.finished_at, p.updated_at)
         < clock_timestamp() - make_interval(days => project.retention_days)
       and not exists (select from erasures e where e.participant_id = p.id and e.kind = 'participant')
     order by p.id limit ?`,
    [limit],
  );
  return rows;
};
