import type { ExportTable, Project } from '@convomatic/contracts';
import type { Database } from '@convomatic/kit/database';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { Writable } from 'node:stream';
import { requirePermission } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { SessionScope, TeamScope } from '../platform/scopes.ts';
import { requireProject } from '../projects/index.ts';
import { listSessions, requireSessionOfTeam } from '../sessions/index.ts';
import { copyStatement } from './columns.ts';
import type { Layout } from './columns.ts';
import { copyOut } from './copy-out.ts';
import { projectTables } from './project-tables.ts';
import type { ProjectPart } from './project-part.ts';
import { sessionTable } from './session-table.repository.ts';
import { zipOut } from './zip-out.ts';

/** `slowDatabase` gives connections whose transactions may last as long as a reader is slow. */
type Needs = { knex: Knex; slowDatabase: Pick<Database, 'pool'> };

export type ProjectExport = {
  project: Project;
  part: TeamScope & ProjectPart;
  escapesFormulas: boolean;
};

type Asked = { what: string; run_id: number | null; withExternalIds: boolean; escapesFormulas: boolean };

export const createExports = ({ knex, slowDatabase: { pool } }: Needs) => ({
  /** Written down before the first line goes out, so that what was taken is known even of a reader who went away. */
  requireSessionExport: async (caller: Caller, session_id: number): Promise<SessionScope> => {
    const action = 'session.export';
    const scope = await requireSessionOfTeam(knex, caller, { session_id, action });
    const [session] = await listSessions(knex, [session_id]);
    if (session?.is_preview) {
      throw new AppError('conflict', 'This session is a rehearsal, and rehearsals are in no export.');
    }
    await audit(knex, caller, {
      action,
      team_id: scope.team_id,
      subject: { type: 'session', id: session_id },
    });
    return scope;
  },

  /** Writes what happened in the session; ends when all is written, rejects when the reader has gone. */
  copySession: (scope: SessionScope, layout: Layout, target: Writable): Promise<void> =>
    copyOut(pool, copyStatement(sessionTable(scope), layout), target),

  /** External ids are for owners, and written down for themselves. */
  requireProjectExport: async (
    caller: Caller,
    project_id: number,
    { what, run_id, withExternalIds, escapesFormulas }: Asked,
  ): Promise<ProjectExport> => {
    const action = 'project.export';
    const { project, scope } = await requireProject(knex, caller, { project_id, action });
    const { team_id } = scope;
    const told = { team_id, subject: { type: 'project', id: project_id }, fields: [what] };
    if (withExternalIds) {
      await requirePermission(knex, caller, { team_id, action: 'external_id.export' });
      await audit(knex, caller, { ...told, action: 'external_id.export' });
    }
    await audit(knex, caller, { ...told, action });
    return { project, part: { ...scope, project_id, run_id, withExternalIds }, escapesFormulas };
  },

  copyTable: ({ part }: ProjectExport, table: ExportTable, { layout, target }: Copy): Promise<void> =>
    copyOut(pool, copyStatement(projectTables[table](part), layout), target),

  zipProject: (asked: ProjectExport, target: Writable): Promise<void> => zipOut(pool, asked, target),
});

type Copy = { layout: Layout; target: Writable };

export type Exports = ReturnType<typeof createExports>;
