import type { Pool } from 'pg';
import type { ProjectStatus } from '@convomatic/contracts/names';

/*
 * Joining is a hot path: two named prepared statements and no transaction around them. What races is settled by the
 * unique keys of users in a project and of external ids in a team.
 */

export type Source = { slug: string; platform: string | null; external_id: string | null };

/** The project that a link leads to, and the seat that this person has in it already. */
export type Found = {
  project_id: number;
  team_id: number;
  status: ProjectStatus;
  version_id: number | null;
  user_id: number | null;
  participant_id: number | null;
  is_blocked: boolean;
};

/** An external id names the person; without one the participant token does. */
const findSeatText = `
  select project.id as project_id, project.team_id, project.status, v.id as version_id, person.user_id,
    p.id as participant_id,
    exists (select from users where users.id = person.user_id and users.blocked_at is not null) as is_blocked
  from projects project
  left join versions v on v.project_id = project.id and v.number = project.published_number
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

/** User, external id, place in the queue with its limit, and token: all or, when another join was first, nothing. */
const takeSeatText = `
  with guest as (
    insert into users (name, platform_role) select 'Guest', 'guest' where $4::bigint is null returning id, name
  ), u as (
    select id, name from guest union all select id, name from users where id = $4
  ), named as (
    insert into external_ids (team_id, platform, external_id, user_id)
    select $2::bigint, $5::text, $6::text, guest.id from guest where $6::text is not null
  ), seat as (
    insert into participants (team_id, project_id, user_id, version_id, platform, metadata, state, waiting_since, waiting_until)
    select $2::bigint, $1::bigint, u.id, v.id, $5, $7::jsonb, 'waiting', clock.at,
      clock.at + make_interval(secs => (v.snapshot #>> '{project,waiting_limit_ms}')::float8 / 1000)
    from u, versions v, (select clock_timestamp() as at) as clock where v.id = $3
    returning id, user_id, project_id, waiting_until
  ), due as (
    insert into due_rows (team_id, kind, subject_id, due_at)
    select $2::bigint, 'waiting_limit', id, waiting_until from seat
  ), token as (
    insert into participant_tokens (participant_id, token_hash, expires_at)
    select id, $8, clock_timestamp() + make_interval(secs => $9) from seat returning id
  )
  select ${seatColumns} from seat, token, u`;

export type NewSeat = {
  found: Found & { version_id: number };
  source: Source;
  metadata: Record<string, string>;
  token: NewToken;
};

export const takeSeat = async (
  pool: Pool,
  { found, source, metadata, token }: NewSeat,
): Promise<Seat | undefined> => {
  const { rows } = await pool.query<Seat>({
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
    ],
  });
  return rows[0];
};
