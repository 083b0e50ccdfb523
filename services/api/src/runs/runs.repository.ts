import type { Run } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';

const columns = [
  'id',
  'project_id',
  'label',
  'opens_at',
  'closes_at',
  'closed_at',
  'max_participants',
  'created_at',
  'updated_at',
] as const;

const runsOf = (trx: Knex, { team_id }: TeamScope) => trx<Run & TeamScope>('runs').where({ team_id });

export type RunSettings = {
  label: string;
  opens_at?: string | undefined;
  closes_at?: string | null | undefined;
  max_participants?: number | null | undefined;
};

/** What is undefined is as the table has it. */
export const insertRun = async (
  trx: Knex,
  { team_id }: TeamScope,
  { project_id, ...settings }: RunSettings & { project_id: number },
): Promise<Run> => {
  const [run] = await trx('runs')
    .insert({ team_id, project_id, ...settings })
    .returning<Run[]>([...columns]);
  if (!run) throw new Error('the run was not inserted');
  return run;
};

/** Whose run it is, as long as its project is there. */
export const findPlaceOfRun = async (
  trx: Knex,
  id: number,
): Promise<{ team_id: number; project_id: number } | undefined> =>
  trx('runs')
    .join('projects', 'projects.id', 'runs.project_id')
    .where({ 'runs.id': id })
    .whereNull('projects.deleted_at')
    .first('runs.team_id', 'runs.project_id');

/** Newest first. */
export const listRuns = async (trx: Knex, scope: TeamScope, projectId: number): Promise<Run[]> =>
  runsOf(trx, scope)
    .where({ project_id: projectId })
    .orderBy('id', 'desc')
    .select(...columns);

export const findRuns = async (trx: Knex, scope: TeamScope, ids: number[]): Promise<Run[]> =>
  runsOf(trx, scope)
    .whereIn('id', ids)
    .orderBy('id')
    .select(...columns);

/** Locked; also one whose time is over and that nobody has closed yet. */
export const lockOpenRun = async (trx: Knex, scope: TeamScope, projectId: number): Promise<Run | undefined> =>
  runsOf(trx, scope)
    .where({ project_id: projectId })
    .whereNull('closed_at')
    .forUpdate()
    .first(...columns);

/** Takes people now: it has opened, and its time is not over. Whether there is room left is another question. */
export const findOpenRun = async (trx: Knex, scope: TeamScope, projectId: number): Promise<Run | undefined> =>
  runsOf(trx, scope)
    .where({ project_id: projectId })
    .whereNull('closed_at')
    .whereRaw('opens_at <= clock_timestamp() and (closes_at is null or closes_at > clock_timestamp())')
    .first(...columns);

export const hasRuns = async (trx: Knex, scope: TeamScope, projectId: number): Promise<boolean> =>
  (await runsOf(trx, scope).where({ project_id: projectId }).first('id')) !== undefined;

export const updateRun = async (
  trx: Knex,
  { team_id }: TeamScope,
  { id, change }: { id: number; change: { [Key in keyof RunSettings]?: RunSettings[Key] | undefined } },
): Promise<void> => {
  await trx('runs')
    .where({ id, team_id })
    .update({ ...change, updated_at: trx.raw('clock_timestamp()') });
};

/** Seats that were taken, without those of previews. */
export const countTaken = async (
  trx: Knex,
  { team_id }: TeamScope,
  projectId: number,
): Promise<{ run_id: number; participants: number }[]> =>
  trx('participants')
    .where({ team_id, project_id: projectId, is_preview: false })
    .whereNotNull('run_id')
    .groupBy('run_id')
    .orderBy('run_id')
    .select('run_id', trx.raw('count(*)::int as participants'));
