import { groupRoom } from '@convomatic/contracts/names';
import type { SessionScope } from '../platform/scopes.ts';
import type { Column, Table } from './columns.ts';

const columns: Column[] = [
  { name: 'session_id', sql: 'h.session_id', about: 'The session.' },
  { name: 'room', sql: 'h.room', about: 'The room whose event it was.' },
  { name: 'seq', sql: 'h.seq', about: 'The number of the event in its room.' },
  { name: 'occurred_at', sql: 'iso(h.at)', about: 'When it happened, in UTC.' },
  { name: 'kind', sql: 'h.kind', about: 'What happened.' },
  { name: 'prompt_id', sql: 'h.prompt_id', about: 'The prompt that was given.' },
  { name: 'message_id', sql: 'h.message_id', about: 'The message, or the one that a note is about.' },
  { name: 'client_id', sql: 'h.client_id', about: 'The id that the sender’s page gave the message.' },
  { name: 'sender_public_id', sql: 'p.public_id', about: 'The participant who did it.' },
  {
    name: 'sender_name',
    sql: 'coalesce(h.sender_name, m.name)',
    about: 'The name at that time; of a note its author.',
    isWritten: true,
  },
  { name: 'sender_role', sql: 'coalesce(h.sender_role, m.role)', about: 'Participant, moderator or system.' },
  {
    name: 'recipient_public_id',
    sql: 'r.public_id',
    about: 'The one participant who got it; empty for all.',
  },
  { name: 'about_public_id', sql: 'n.public_id', about: 'The participant whom a note is about.' },
  { name: 'condition', sql: 's.condition', about: 'The session’s condition.', isWritten: true },
  { name: 'role', sql: 'a.role', about: 'The role that the sender was given.', isWritten: true },
  { name: 'type', sql: 'h.type', about: 'The type of a message, or the reason.' },
  { name: 'text', sql: 'h.text', about: 'What was written.', isWritten: true },
];

/** Acts that somebody of the team may have done, by name. */
const acts = `('session.paused', 'session.resumed', 'session.closed')`;

/** Messages, prompts and notes come from their own tables, which outlive the events. */
const happened = ({ session_id, team_id }: SessionScope): string => `
  select session_id, room, seq, delivered_at as at, 'message' as kind, null::bigint as prompt_id, id as message_id,
    client_id, sender_user_id as user_id, sender_name, sender_role, recipient_user_id, null::bigint as about_id,
    type, body as text
  from messages where session_id = ${session_id} and team_id = ${team_id}
  union all
  select session_id, room, seq, delivered_at, 'prompt', prompt_id, null, null, null, null, 'system',
    recipient_user_id, null, null, text
  from prompt_deliveries where session_id = ${session_id} and team_id = ${team_id} and seq is not null
  union all
  select ${session_id}, '${groupRoom(team_id)}', seq, created_at, 'note', null, message_id, null, null, author_name,
    'team', null, participant_id, null, body
  from notes where session_id = ${session_id} and team_id = ${team_id} and deleted_at is null
  union all
  select ${session_id}, e.room, e.seq, e.occurred_at, replace(e.kind, '.', '_'), null, null, null, who.user_id,
    coalesce(who.name, actor.name), coalesce(who.role, case when actor.id is not null then 'moderator' end), null, null,
    coalesce(who.left_reason, e.records #>> '{sessions,0,closed_reason}', e.records #>> '{sessions,0,pause_reason}'), null
  from events e
  left join users actor on actor.id = e.actor_id and e.kind in ${acts}
  left join lateral jsonb_to_record(case e.kind when 'member.left' then e.records #> '{memberships,0}'
      when 'member.absent' then e.records #> '{absences,0}'
      when 'member.returned' then e.records #> '{absences,0}' end)
    as who(user_id bigint, name text, role text, left_reason text) on true
  where e.room = '${groupRoom(session_id)}' and e.team_id = ${team_id}
    and e.kind not in ('message.created', 'prompt.delivered')`;

/** What happened in a session, in order of time, and of number in each room. */
export const sessionTable = (scope: SessionScope): Table => ({
  about: 'What happened in one session.',
  columns,
  from: `from (${happened(scope)}) as h
    join sessions s on s.id = h.session_id and s.team_id = ${scope.team_id}
    left join participants p on p.session_id = s.id and p.user_id = h.user_id
    left join participants r on r.session_id = s.id and r.user_id = h.recipient_user_id
    left join participants n on n.id = h.about_id and n.team_id = s.team_id
    left join memberships m on m.group_id = s.id and m.user_id = h.user_id
    left join assignments a on a.session_id = s.id and a.participant_id = p.id
    order by max(h.at) over (partition by h.room order by h.seq), h.room, h.seq`,
});
