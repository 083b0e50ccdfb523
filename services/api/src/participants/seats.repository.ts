import type { Boot, Participant } from '@convomatic/contracts';
import type { Pool } from 'pg';
import type { ProjectStatus } from '@convomatic/contracts/names';

/*
 * Joining is a hot path: two named prepared statements and, but for limited runs, no transaction around them. What races
 * is settled by the unique keys of users in a project, of external ids in a team and of names in a run.
 */

export type Source = { slug: string; platform: string | null; external_id: string | null };

/** The project that a link leads to, its run that takes people now, and the seat that this person has already. */
export type Found = {
  project_id: number;
  team_id: number;
  status: ProjectStatus;
  version_id: number | null;
  run_id: number | null;
  /** How many may take a seat in the run; null for any number. */
  max_participants: number | null;
  is_full: boolean;
  user_id: number | null;
  participant_id: number | null;
  is_blocked: boolean;
};

const countSeats = (run: string): string =>
  `(select count(*) from participants taken where taken.run_id = ${run} and not taken.is_preview)`;

/** An external id names the person; without one the participant token does. */
const findSeatText = `
  select project.id as project_id, project.team_id, project.status, v.id as version_id, person.user_id,
    p.id as participant_id, run.id as run_id, run.max_participants,
    case when run.max_participants is null then false
      else ${countSeats('run.id')} >= run.max_participants end as is_full,
    exists (select from users where users.id = person.user_id and users.blocked_at is not null) as is_blocked
  from projects project
  left join versions v on v.project_id = project.id and v.number = project.published_number
  left join runs run on run.project_id = project.id and run.closed_at is null
    and run.opens_at <= clock_timestamp() and (run.closes_at is null or run.closes_at > clock_timestamp())
  left join lateral (
    select user_id from external_ids e
    where e.team_id = project.team_id and e.platform = $2 and e.external_id = $3
    union all
    select user_id from participants held where $3::text is null and held.id = $4 and held.project_id = project.id
  ) as person on true
  left join participants p on p.project_id = project.id and p.user_id = person.user_id
  where project.slug = $1 and project.deleted_at is null
    and exists (select from teams where teams.id = project.team_id and teams.deleted_at is null)`;

export const findSeat = async (
  pool: Pool,
  { slug, platform, external_id }: Source,
  participantId: number | null,
): Promise<Found | undefined> => {
  const { rows } = await pool.query<Found>({
    name: 'seat-find',
    text: findSeatText,
    values: [slug, platform, external_id, participantId],
  });
  return rows[0];
};

/** The caller that a new token stands for. */
export type Seat = {
  participant_id: number;
  token_id: number;
  user_id: number;
  project_id: number;
  name: string;
};

const seatColumns = `seat.id as participant_id, token.id as token_id, seat.user_id, seat.project_id, u.name`;

const giveTokenText = `
  with token as (
    insert into participant_tokens (participant_id, token_hash, expires_at)
    values ($1, $2, clock_timestamp() + make_interval(secs => $3)) returning id
  )
  select ${seatColumns} from participants seat join users u on u.id = seat.user_id cross join token where seat.id = $1`;

export type NewToken = { token_hash: string; valid_s: number };

export const giveToken = async (
  pool: Pool,
  participantId: number,
  token: NewToken,
): Promise<Seat | undefined> => {
  const { rows } = await pool.query<Seat>({
    name: 'seat-token',
    text: giveTokenText,
    values: [participantId, token.token_hash, token.valid_s],
  });
  return rows[0];
};

/** A new seat with all that its page draws, as one statement wrote and saw it. */
export type TakenSeat = Seat & {
  user: Boot['user'];
  participant: Participant;
  /** The number of the person's own room. */ seq: number;
  epoch: number;
  server_time: string;
};

/**
 * User, external id, place in the run with its limit, and token: all or, when another join was first or the run is no
 * longer as it was found, nothing. Who may take a seat is said by the version; who has to consent first does not wait.
 */
const takeSeatText = `
  with run as (
    select id from runs
    where id = $10::bigint and closed_at is null and max_participants is not distinct from $11::int
      and ($11::int is null or $11::int > ${countSeats('$10::bigint')})
    for key share
  ), guest as (
    insert into users (name, platform_role) select 'Guest', 'guest' from run where $4::bigint is null
    returning id, name, email, platform_role, language
  ), u as (
    select * from guest
    union all
    select users.id, users.name, email, platform_role, language from users, run where users.id = $4::bigint
  ), named as (
    insert into external_ids (team_id, platform, external_id, user_id)
    select $2::bigint, $5::text, $6::text, guest.id from guest where $6::text is not null
  ), seat as (
    insert into participants (team_id, project_id, run_id, user_id, version_id, platform, metadata, name, state,
      waiting_since, waiting_until)
    select $2::bigint, $1::bigint, $10::bigint, u.id, $3::bigint, $5, $7::jsonb, $12::text,
      case when $13::bigint is null then 'joined' else 'waiting' end,
      case when $13::bigint is not null then clock.at end, clock.at + make_interval(secs => $13::float8 / 1000)
    from u, (select clock_timestamp() as at) as clock
    returning *
  ), due as (
    insert into due_rows (team_id, kind, subject_id, due_at)
    select team_id, 'waiting_limit', id, waiting_until from seat where waiting_until is not null
  ), token as (
    insert into participant_tokens (participant_id, token_hash, expires_at)
    select id, $8, clock_timestamp() + make_interval(secs => $9) from seat returning id
  )
  select ${seatColumns}, to_jsonb(u) as user, seat.run_id, seat.name as asked_name, seat.state, seat.waiting_since,
    seat.waiting_until, seat.created_at, coalesce(room.seq, 0) as seq, realtime.epoch, clock_timestamp() as server_time
  from seat cross join token cross join u cross join realtime left join rooms room on room.name = 'user-' || u.id`;

export type NewSeat = {
  found: Found & { version_id: number; run_id: number };
  source: Source;
  metadata: Record<string, string>;
  /** As the person asked to be called; null where names are generated. */
  name: string | null;
  /** Null for who has to consent first. */
  waiting_limit_ms: number | null;
  token: NewToken;
};

type TakenRow = Omit<TakenSeat, 'participant'> &
  Pick<Participant, 'run_id' | 'state' | 'waiting_since' | 'waiting_until' | 'created_at'> & {
    asked_name: string | null;
  };

const takenOf = (row: TakenRow): TakenSeat => {
  const { asked_name, run_id, state, waiting_since, waiting_until, created_at, ...seat } = row;
  const { participant_id: id, project_id, user_id } = seat;
  const participant: Participant = {
    ...{ id, project_id, user_id, run_id, state, waiting_since, waiting_until, created_at, name: asked_name },
    ...{ session_id: null, ready_until: null, attention_until: null },
    ...{ outcome: null, completion_code: null, redirect_url: null },
  };
  return { ...seat, participant };
};

const takeSeatIn = async (
  client: Pick<Pool, 'query'>,
  { found, source, metadata, name, waiting_limit_ms, token }: NewSeat,
): Promise<TakenSeat | undefined> => {
  const { rows } = await client.query<TakenRow>({
    name: 'seat-take',
    text: takeSeatText,
    values: [
      found.project_id,
      found.team_id,
      found.version_id,
      found.user_id,
      source.platform,
      source.external_id,
      JSON.stringify(metadata),
      token.token_hash,
      token.valid_s,
      found.run_id,
      found.max_participants,
      name,
      waiting_limit_ms,
    ],
  });
  return rows[0] && takenOf(rows[0]);
};

/**
 * The seats of a limited run are given one by one: the lock comes in a statement before the one that counts, whose
 * snapshot would else be older than the seat that was taken last.
 */
const takeLimitedSeat = async (pool: Pool, seat: NewSeat): Promise<TakenSeat | undefined> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query({
      name: 'run-lock',
      text: 'select from runs where id = $1 for update',
      values: [seat.found.run_id],
    });
    const taken = await takeSeatIn(client, seat);
    await client.query('commit');
    client.release();
    return taken;
  } catch (error) {
    // A connection that cannot even roll back is not used again.
    const broken = await client.query('rollback').then(
      () => false,
      () => true,
    );
    client.release(broken);
    throw error;
  }
};

/** Undefined where the run was closed, changed or filled up in this very moment. */
export const takeSeat = (pool: Pool, seat: NewSeat): Promise<TakenSeat | undefined> =>
  seat.found.max_participants === null ? takeSeatIn(pool, seat) : takeLimitedSeat(pool, seat);
