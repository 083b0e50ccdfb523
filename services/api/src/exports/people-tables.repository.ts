import type { TeamScope } from '../platform/scopes.ts';
import type { Column, Table } from './columns.ts';
import { at, column, inPart, publicId, role, runId, sessionId, written } from './project-part.ts';
import type { ProjectPart } from './project-part.ts';

/** What a recruiter gave may stand in the address under another name, too. */
const metadataWithoutIds = `coalesce((select jsonb_object_agg(key, value) from jsonb_each(p.metadata)
  where value #>> '{}' not in (select e.external_id from external_ids e where e.user_id = p.user_id)), '{}')`;

const externalIds = `(select jsonb_agg(jsonb_build_object(
    'platform', e.platform, 'external_id', e.external_id, 'verified', false) order by e.platform, e.external_id)
  from external_ids e where e.user_id = p.user_id and e.team_id = p.team_id)`;

const broughtAlong = ({ withExternalIds }: ProjectPart): Column[] => [
  ...(withExternalIds
    ? [
        column(
          'external_ids',
          externalIds,
          'Ids that recruiters gave, as JSON; `verified` is false for what an address claimed.',
        ),
      ]
    : []),
  column(
    'metadata',
    withExternalIds ? 'p.metadata' : metadataWithoutIds,
    'What else stood in the address, as JSON.',
  ),
];

export const participants = (part: TeamScope & ProjectPart): Table => ({
  about: 'One row for each person who took a seat.',
  columns: [
    publicId,
    column('session_id', 'p.session_id', 'The session that the person was in; empty for none.'),
    column('run_id', 'p.run_id', 'The run that the person came to.'),
    column('room', `'user-' || p.user_id`, 'The person’s own room.'),
    written('name', 'coalesce(m.name, p.name)', 'The name that the others saw.'),
    role,
    written('condition', 's.condition', 'The condition of the session.'),
    column('state', 'p.state', 'How far the person has come.'),
    written('platform', 'p.platform', 'Where the person came from, such as `prolific`.'),
    ...broughtAlong(part),
    at('occurred_at', 'p.created_at', 'When the seat was taken, in UTC.'),
    at('waiting_since', 'p.waiting_since', 'When the person began to wait.'),
    column('consent_accepted', 'consent.accepted', 'The answer to the consent text; empty for none.'),
    at('consent_at', 'consent.at', 'When that answer was given.'),
    column('consent_version', 'consent.number', 'The version whose consent text it was.'),
    at('joined_at', 'm.joined_at', 'When the person came into the session.'),
    at('left_at', 'm.left_at', 'When the person left it before its end.'),
    column('left_reason', 'm.left_reason', 'Why.'),
    written('removed_reason', 'p.removed_reason', 'What somebody of the team wrote who removed the person.'),
    column('outcome', 'p.outcome', 'How it ended for the person.'),
    at('finished_at', 'p.finished_at', 'When it ended for the person.'),
    at('erased_at', 'erased.at', 'When the person’s data was erased; empty for most.'),
  ],
  from: `from participants p
    left join sessions s on s.id = p.session_id
    left join memberships m on m.group_id = p.session_id and m.user_id = p.user_id
    left join assignments a on a.session_id = p.session_id and a.participant_id = p.id
    left join erasures erased on erased.participant_id = p.id and erased.kind = 'participant'
    left join lateral (
      select c.accepted, c.at, v.number from consents c join versions v on v.id = c.version_id
      where c.participant_id = p.id order by c.at desc limit 1
    ) as consent on true
    where ${inPart('p', part)} order by p.id`,
});

/** Ids of participants as an audit of a draw keeps them. */
const publicIds = (ids: string): string => `(select jsonb_agg(q.public_id order by place)
  from unnest(${ids}) with ordinality as stood(id, place) join participants q on q.id = stood.id)`;

export const assignments = (part: TeamScope & ProjectPart): Table => ({
  about: 'Why each participant is in a session, and in which arm.',
  columns: [
    sessionId,
    runId,
    publicId,
    column('room', `'group-' || s.id`, 'The session’s room.'),
    at('occurred_at', 'a.created_at', 'When the group was formed, in UTC.'),
    column('forming_id', 'f.id', 'The decision that formed the group, and others with the same number.'),
    column('reason', 'f.reason', '`full_group`, or `waiting_limit` for a smaller one.'),
    written('condition', 'a.condition', 'The condition; empty in a project without.'),
    role,
    column('seed', 'a.seed', 'The seed that the run’s conditions are drawn with.'),
    column('block', 'a.block', 'The block of the draw, from 0.'),
    column('position', 'a.position', 'The place in the block, from 0.'),
    column('queue', publicIds('f.queue'), 'Who waited then, first come first, as JSON of public ids.'),
    column('present', publicIds('f.present'), 'Those of them who were there.'),
  ],
  from: `from assignments a
    join formings f on f.id = a.forming_id
    join sessions s on s.id = a.session_id
    join participants p on p.id = a.participant_id
    where ${inPart('s', part)} and a.team_id = ${part.team_id} order by a.session_id, a.id`,
});

const given = (key: string): string => `v.snapshot #>> array['project', 'outcomes', p.outcome, '${key}']`;

export const outcomes = (part: TeamScope & ProjectPart): Table => ({
  about: 'How it ended for each participant, and what that gives.',
  columns: [
    publicId,
    column('session_id', 'p.session_id', 'The session that the person was in; empty for none.'),
    column('run_id', 'p.run_id', 'The run that the person came to.'),
    column('room', `'user-' || p.user_id`, 'The person’s own room.'),
    at('occurred_at', 'p.finished_at', 'When it ended for the person, in UTC.'),
    column('outcome', 'p.outcome', 'How it ended.'),
    written('completion_code', given('code'), 'The code that the person was shown.'),
    column('pays', given('pays'), 'Whether this outcome is paid.'),
    column('redirect_url', given('redirect_url'), 'Where the person was sent; empty for nowhere.'),
  ],
  from: `from participants p join versions v on v.id = p.version_id
    where ${inPart('p', part)} and p.outcome is not null order by p.id`,
});

export const absences = (part: TeamScope & ProjectPart): Table => ({
  about: 'Each stretch of time for which a participant was away from a session.',
  columns: [
    sessionId,
    runId,
    publicId,
    column('room', `'group-' || s.id`, 'The session’s room.'),
    at('occurred_at', 'away.from_at', 'When the person was last there, in UTC.'),
    column('cause', 'away.cause', '`connection`, or `attention` for who did not answer when asked.'),
    at('until_at', 'away.until_at', 'When the person was back; empty for who did not come back.'),
  ],
  from: `from absences away
    join sessions s on s.id = away.session_id
    join participants p on p.id = away.participant_id
    where ${inPart('s', part)} and away.team_id = ${part.team_id} order by away.session_id, away.id`,
});
