import { groupRoom } from '@convomatic/contracts/names';
import type { SessionScope } from '../platform/scopes.ts';

export const exportFormats = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * What happened in a session, in order of number. Messages and prompts come from their own tables, which outlive the
 * events; COPY takes no parameters, and the ids are numbers that the contract and the database gave.
 */
const happened = ({ session_id, team_id }: SessionScope): string => `
  select ${session_id}::bigint as session_id, '${groupRoom(session_id)}' as room, h.seq, iso(h.at) as occurred_at,
    h.kind, h.prompt_id, h.message_id, h.client_id, p.public_id as sender_public_id, h.sender_name, h.sender_role,
    h.type, h.text
  from (
    select seq, delivered_at as at, 'message' as kind, null::bigint as prompt_id, id as message_id, client_id,
      sender_user_id as user_id, sender_name, sender_role, type, body as text
    from messages where session_id = ${session_id} and team_id = ${team_id}
    union all
    select seq, delivered_at, 'prompt', prompt_id, null, null, null, null, 'system', null, text
    from prompt_deliveries where session_id = ${session_id} and team_id = ${team_id} and seq is not null
    union all
    select e.seq, e.occurred_at, replace(e.kind, '.', '_'), null, null, null, m.user_id, m.name, m.role,
      coalesce(m.left_reason, e.records #>> '{sessions,0,closed_reason}'), null
    from events e
    left join lateral jsonb_to_record(case when e.kind = 'member.left' then e.records #> '{memberships,0}' end)
      as m(user_id bigint, name text, role text, left_reason text) on true
    where e.room = '${groupRoom(session_id)}' and e.team_id = ${team_id} and e.kind not in ('message.created', 'prompt.delivered')
  ) as h
  left join participants p on p.session_id = ${session_id} and p.user_id = h.user_id
  order by h.seq`;

/** One JSON object a line: with a quote and a delimiter that JSON never holds, CSV leaves the text as it is. */
const jsonLines = `format csv, quote e'\\x01', delimiter e'\\x02'`;

const statements: Record<ExportFormat, (rows: string) => string> = {
  csv: (rows) => `copy (${rows}) to stdout with (format csv, header)`,
  jsonl: (rows) => `copy (select row_to_json(row) from (${rows}) as row) to stdout with (${jsonLines})`,
};

export const sessionExportStatement = (scope: SessionScope, format: ExportFormat): string =>
  statements[format](happened(scope));
