import type { Database } from '@convomatic/kit/database';
import type { Knex } from 'knex';
import type { Writable } from 'node:stream';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { SessionScope } from '../platform/scopes.ts';
import { requireSessionOfTeam } from '../sessions/index.ts';
import { copyOut } from './copy-out.ts';
import { sessionExportStatement } from './session-export.repository.ts';
import type { ExportFormat } from './session-export.repository.ts';

/** `slowDatabase` gives connections whose transactions may last as long as a reader is slow. */
type Needs = { knex: Knex; slowDatabase: Pick<Database, 'pool'> };

export const createExports = ({ knex, slowDatabase }: Needs) => ({
  /** Written down before the first line goes out, so that what was taken is known even of a reader who went away. */
  requireExportable: async (caller: Caller, session_id: number): Promise<SessionScope> => {
    const action = 'session.export';
    const scope = await requireSessionOfTeam(knex, caller, { session_id, action });
    const subject = { type: 'session', id: session_id };
    await audit(knex, caller, { action, team_id: scope.team_id, subject });
    return scope;
  },

  /** Writes what happened in the session; ends when all is written, rejects when the reader has gone. */
  copySession: (scope: SessionScope, format: ExportFormat, target: Writable): Promise<void> =>
    copyOut(slowDatabase.pool, sessionExportStatement(scope, format), target),
});

export type Exports = ReturnType<typeof createExports>;
