import type { Project, RemovedProject } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';
import { projectColumns } from './projects.repository.ts';

/** Whose removed project it is, to ask there whether somebody may restore it. */
export const findTeamOfRemoved = async (trx: Knex, id: number): Promise<number | undefined> => {
  const row = await trx<Project>('projects').where({ id }).whereNotNull('deleted_at').first('team_id');
  return row?.team_id;
};

/** The newest removal first. */
export const listRemovedProjects = async (trx: Knex, { team_id }: TeamScope): Promise<RemovedProject[]> =>
  trx<RemovedProject>('projects')
    .where({ team_id })
    .whereNotNull('deleted_at')
    .orderBy([
      { column: 'deleted_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .select(...projectColumns);

/** Undefined when it is so already. */
export const updateRemoved = async (
  trx: Knex,
  { team_id }: TeamScope,
  { id, isRemoved }: { id: number; isRemoved: boolean },
): Promise<Project | undefined> => {
  const now = trx.raw('clock_timestamp()');
  const rows = trx('projects').where({ id, team_id });
  const [project] = await (isRemoved ? rows.whereNull('deleted_at') : rows.whereNotNull('deleted_at'))
    .update({ deleted_at: isRemoved ? now : null, updated_at: now })
    .returning<Project[]>([...projectColumns]);
  return project;
};

export type Ongoing = { talks: number; waiting: number };

/** What goes on now in a team's projects, or in one of them. */
export const countOngoing = async (
  trx: Knex,
  { team_id }: TeamScope,
  projectId?: number,
): Promise<Ongoing> => {
  const projects = trx('projects').where({ team_id, ...(projectId !== undefined && { id: projectId }) });
  const inThem = (table: string) => trx(table).whereIn('project_id', projects.clone().select('id')).count();
  const [row] = await trx.select<Ongoing[]>(
    inThem('sessions').whereNot({ state: 'closed' }).as('talks'),
    inThem('participants').where({ state: 'waiting' }).as('waiting'),
  );
  return row ?? { talks: 0, waiting: 0 };
};
