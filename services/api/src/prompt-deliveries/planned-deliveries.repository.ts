import type { PromptDelivery } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { Planned } from './recipients.ts';

export type PlannedText = Pick<PromptDelivery, 'prompt_id' | 'rank' | 'body' | 'asset'> & {
  offset_ms: number;
  text: string;
};

/** The deliveries of all these sessions with their due times, in one statement; each text is sent once. */
export const insertDeliveries = async (
  trx: Knex,
  planned: Planned[],
  texts: PlannedText[],
): Promise<void> => {
  if (planned.length === 0) return;
  await trx.raw(
    `with prompt as (
       select * from jsonb_to_recordset(:texts::jsonb)
         as p(prompt_id bigint, rank int, offset_ms bigint, body jsonb, asset jsonb, text text)
     ), planned as (
       select * from jsonb_to_recordset(:planned::jsonb)
         as d(session_id bigint, prompt_id bigint, recipient_user_id bigint)
     ), delivery as (
       insert into prompt_deliveries (team_id, session_id, room, prompt_id, rank, body, asset, text, recipient_user_id, due_at)
       select s.team_id, s.id, coalesce('user-' || recipient_user_id, 'group-' || s.id), prompt_id, rank, body,
         nullif(asset, 'null'), text, recipient_user_id, s.started_at + make_interval(secs => offset_ms::float8 / 1000)
       from planned join prompt using (prompt_id) join sessions s on s.id = planned.session_id
       order by s.id, rank
       returning id, team_id, due_at
     )
     insert into due_rows (team_id, kind, subject_id, due_at) select team_id, 'prompt', id, due_at from delivery`,
    { planned: JSON.stringify(planned), texts: JSON.stringify(texts) },
  );
};

/** The end of each of these sessions, and the first check of attention where its version has them. */
export const insertSessionTimes = async (trx: Knex, sessionIds: number[]): Promise<void> => {
  await trx.raw(
    `with session as (
       select s.id, s.team_id, s.started_at, s.ends_at,
         (v.snapshot #>> '{project,attention_every_ms}')::float8 / 1000 as attention_s
       from sessions s join versions v on v.id = s.version_id where s.id = any(?::bigint[])
     )
     insert into due_rows (team_id, kind, subject_id, due_at)
     select team_id, 'session_end', id, ends_at from session
     union all
     select team_id, 'attention', id, started_at + make_interval(secs => attention_s) from session
     where attention_s is not null`,
    [sessionIds],
  );
};
