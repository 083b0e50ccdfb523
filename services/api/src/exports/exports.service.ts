import type { Database } from '@convomatic/kit/database';
import type { Knex } from 'knex';
import type { Writable } from 'node:stream';
import { requireRole } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { requireSession } from '../sessions/index.ts';
import { copyOut } from './copy-out.ts';
import { sessionExportStatement } from './session-export.repository.ts';
import type { ExportFormat } from './session-export.repository.ts';

/** `slowDatabase` gives connections whose transactions may last as long as a reader is slow. */
type Needs = { knex: Knex; slowDatabase: Pick<Database, 'pool'> };

export const createExports = ({ knex, slowDatabase }: Needs) => ({
  requireExportable: async (caller: Caller, sessionId: number): Promise<void> => {
    const { team_id } = await requireSession(knex, caller, sessionId);
    await requireRole(knex, caller, { group_id: team_id, role: 'observer' });
  },

  /** Writes what happened in the session; ends when all is written, rejects when the reader has gone. */
  copySession: (sessionId: number, format: ExportFormat, target: Writable): Promise<void> =>
    copyOut(slowDatabase.pool, sessionExportStatement(sessionId, format), target),
});

export type Exports = ReturnType<typeof createExports>;
