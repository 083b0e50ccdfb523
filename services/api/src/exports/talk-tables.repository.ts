import { groupRoom } from '@convomatic/contracts/names';
import type { TeamScope } from '../platform/scopes.ts';
import type { Table } from './columns.ts';
import { at, column, condition, inPart, runId, sessionId, written } from './project-part.ts';
import type { ProjectPart } from './project-part.ts';

export const messages = (part: TeamScope & ProjectPart): Table => ({
  about: 'What was said. A message of a person who was erased has the type `erased` and no text.',
  columns: [
    sessionId,
    runId,
    column('room', 'm.room', 'The room whose event it was; of a message to one person that person’s own.'),
    column('seq', 'm.seq', 'The number of the event in its room: the order in which everybody saw it.'),
    at('occurred_at', 'm.delivered_at', 'When it was stored and sent to everybody, in UTC.'),
    column('message_id', 'm.id', 'The message.'),
    column('client_id', 'm.client_id', 'The id that the sender’s page gave it.'),
    column('sender_public_id', 'p.public_id', 'The participant who wrote it; empty for moderators.'),
    written('sender_name', 'm.sender_name', 'The name that the others saw.'),
    column('sender_role', 'm.sender_role', '`participant`, `moderator` and the like.'),
    column('recipient_public_id', 'r.public_id', 'The one participant who could read it; empty for all.'),
    condition,
    written('role', 'a.role', 'The role that the sender was given in the group.'),
    column('type', 'm.type', '`text`, or `erased`.'),
    written('text', 'm.body', 'Exactly what was written.'),
    at('client_at', 'm.client_at', 'When it was sent, by the clock of the sender’s page.'),
    at('received_at', 'm.received_at', 'When the server received it.'),
  ],
  from: `from messages m
    join sessions s on s.id = m.session_id
    left join participants p on p.session_id = m.session_id and p.user_id = m.sender_user_id
    left join participants r on r.session_id = m.session_id and r.user_id = m.recipient_user_id
    left join assignments a on a.session_id = m.session_id and a.participant_id = p.id
    where ${inPart('s', part)} and m.team_id = ${part.team_id}
    order by m.session_id, m.delivered_at, m.seq`,
});

export const sessions = (part: TeamScope & ProjectPart): Table => ({
  about: 'One row for each conversation.',
  columns: [
    sessionId,
    runId,
    written('run_label', 'run.label', 'What the run is called.'),
    column('version_number', 'v.number', 'The version of the project that it ran with.'),
    condition,
    column('room', `'group-' || s.id`, 'Its room.'),
    column('state', 's.state', '`waiting`, `active`, `paused` or `closed`.'),
    column('closed_reason', 's.closed_reason', 'Why it ended.'),
    at('occurred_at', 's.started_at', 'When it started, in UTC.'),
    at('ends_at', 's.ends_at', 'When its time is or was over, with pauses.'),
    at('closed_at', 's.closed_at', 'When it ended.'),
    column('duration_ms', 's.duration_ms', 'How long it was to last, in milliseconds.'),
  ],
  from: `from sessions s
    join versions v on v.id = s.version_id
    left join runs run on run.id = s.run_id
    where ${inPart('s', part)} order by s.id`,
});

export const promptDeliveries = (part: TeamScope & ProjectPart): Table => ({
  about: 'One row for each prompt that a session, or one of its people, was given.',
  columns: [
    sessionId,
    runId,
    column('room', 'd.room', 'The room whose event it was; of a prompt for one person that person’s own.'),
    column('seq', 'd.seq', 'The number of the event in its room.'),
    at('occurred_at', 'd.delivered_at', 'When it was given, in UTC.'),
    at('due_at', 'd.due_at', 'When it was due.'),
    column('prompt_id', 'd.prompt_id', 'The prompt.'),
    column('rank', 'd.rank', 'Its place in the sequence.'),
    column('recipient_public_id', 'r.public_id', 'The one participant who got it; empty for all.'),
    condition,
    written('text', 'd.text', 'Its text.'),
    column('asset', 'd.asset', 'The picture, file or link beside the text, as JSON.'),
  ],
  from: `from prompt_deliveries d
    join sessions s on s.id = d.session_id
    left join participants r on r.session_id = d.session_id and r.user_id = d.recipient_user_id
    where ${inPart('s', part)} and d.team_id = ${part.team_id} and d.seq is not null
    order by d.session_id, d.delivered_at, d.id`,
});

export const notes = (part: TeamScope & ProjectPart): Table => ({
  about: 'What the team wrote down, and about what. Participants never see it.',
  columns: [
    column('note_id', 'n.id', 'The note.'),
    column('session_id', 'n.session_id', 'The session that it is about; empty for none.'),
    column('public_id', 'p.public_id', 'The participant that it is about; empty for none.'),
    column('message_id', 'n.message_id', 'The message that it is about; empty for none.'),
    column('message_seq', 'm.seq', 'The number of that message in its room.'),
    column('room', `'${groupRoom(part.team_id)}'`, 'The team’s room.'),
    column('seq', 'n.seq', 'The number of the event in that room.'),
    at('occurred_at', 'n.created_at', 'When it was written, in UTC.'),
    at('updated_at', 'n.updated_at', 'When it was changed last.'),
    written('author_name', 'n.author_name', 'Who wrote it.'),
    written('text', 'n.body', 'What was written.'),
  ],
  from: `from notes n
    left join sessions s on s.id = n.session_id
    left join participants p on p.id = n.participant_id
    left join messages m on m.id = n.message_id
    where n.project_id = ${part.project_id} and n.team_id = ${part.team_id} and n.deleted_at is null
      and ((${inPart('s', part)}) or (s.id is null and ${inPart('p', part)}))
    order by n.id`,
});
