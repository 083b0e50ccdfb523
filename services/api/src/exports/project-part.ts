import type { TeamScope } from '../platform/scopes.ts';
import type { Column } from './columns.ts';

/** What of a project is exported: all runs where `run_id` is null. Rehearsals never are. */
export type ProjectPart = { project_id: number; run_id: number | null; withExternalIds: boolean };

/** Whether a row of sessions or participants belongs to the part. */
export const inPart = (alias: string, part: TeamScope & ProjectPart): string => {
  const { project_id, team_id, run_id } = part;
  const inRun = run_id === null ? '' : ` and ${alias}.run_id = ${run_id}`;
  return `${alias}.project_id = ${project_id} and ${alias}.team_id = ${team_id} and not ${alias}.is_preview${inRun}`;
};

export const column = (name: string, sql: string, about: string): Column => ({ name, sql, about });

/** What somebody wrote. */
export const written = (name: string, sql: string, about: string): Column => ({
  ...column(name, sql, about),
  isWritten: true,
});

export const at = (name: string, sql: string, about: string): Column => column(name, `iso(${sql})`, about);

export const sessionId = column('session_id', 's.id', 'The session.');
export const runId = column('run_id', 's.run_id', 'The run that the session belongs to.');
export const publicId = column('public_id', 'p.public_id', 'The random id that stands for the participant.');
export const condition = written('condition', 's.condition', 'The condition that the session was given.');
export const role = written('role', 'a.role', 'The role that the participant was given in the group.');
