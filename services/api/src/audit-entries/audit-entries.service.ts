import type { AuditEntry } from '@convomatic/contracts';
import type { Knex } from 'knex';
import { requirePermission } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { listPlatformEntries, listTeamEntries } from './audit-entries.repository.ts';
import type { Filter } from './audit-entries.repository.ts';

type Page = { audit_entries: AuditEntry[]; next_before_id: number | null };

const pageSize = 50;

/** One more than a page was asked for, to know whether there is another. */
const limit = pageSize + 1;

const pageOf = (found: AuditEntry[]): Page => {
  const audit_entries = found.slice(0, pageSize);
  const last = audit_entries.at(-1);
  return { audit_entries, next_before_id: last && found.length > pageSize ? last.id : null };
};

/** Reads what the features wrote down; nothing here or elsewhere changes it. */
export const createAuditEntries = ({ knex }: { knex: Knex }) => ({
  listOfTeam: async (caller: Caller, { team_id, ...filter }: Filter & { team_id: number }): Promise<Page> => {
    const scope = await requirePermission(knex, caller, { team_id, action: 'audit.read' });
    return pageOf(await listTeamEntries(knex, scope, { filter, limit }));
  },

  listOfPlatform: async (filter: Filter): Promise<Page> =>
    pageOf(await listPlatformEntries(knex, { filter, limit })),
});

export type AuditEntries = ReturnType<typeof createAuditEntries>;
