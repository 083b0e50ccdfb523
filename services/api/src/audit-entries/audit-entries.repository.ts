import type { AuditEntry } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';

export type Filter = {
  actor_id?: number | undefined;
  action?: string | undefined;
  before_id?: number | undefined;
};

const columns = [
  'id',
  'team_id',
  'actor_id',
  'actor_name',
  'action',
  'subject_type',
  'subject_id',
  'fields',
  'address',
  'request_id',
  'at',
] as const;

const newest = async (
  entries: Knex.QueryBuilder<AuditEntry>,
  { actor_id, action, before_id }: Filter,
  limit: number,
): Promise<AuditEntry[]> => {
  const query = entries.orderBy('id', 'desc').limit(limit);
  if (actor_id !== undefined) query.where({ actor_id });
  if (action !== undefined) query.where({ action });
  if (before_id !== undefined) query.where('id', '<', before_id);
  return query.select<AuditEntry[]>(...columns);
};

type Page = { filter: Filter; limit: number };

/** The newest first. */
export const listTeamEntries = (
  trx: Knex,
  { team_id }: TeamScope,
  { filter, limit }: Page,
): Promise<AuditEntry[]> => newest(trx<AuditEntry>('audit_entries').where({ team_id }), filter, limit);

/** Of what belongs to no team, the newest first. */
export const listPlatformEntries = (trx: Knex, { filter, limit }: Page): Promise<AuditEntry[]> =>
  newest(trx<AuditEntry>('audit_entries').whereNull('team_id'), filter, limit);
