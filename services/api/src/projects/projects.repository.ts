import type { Project } from '@convomatic/contracts';
import type { Knex } from 'knex';

const columns = [
  'id',
  'team_id',
  'slug',
  'status',
  'version',
  'published_number',
  'name',
  'language',
  'group_min',
  'group_target',
  'duration_ms',
  'waiting_limit_ms',
  'welcome',
  'farewell',
  'outcomes',
  'created_at',
  'updated_at',
] as const;

type NewProject = Pick<Project, 'team_id' | 'slug' | 'name' | 'welcome' | 'farewell' | 'outcomes'>;

/** Undefined when the slug is taken. */
export const insertProject = async (trx: Knex, project: NewProject): Promise<number | undefined> => {
  const [row] = await trx('projects')
    .insert(project)
    .onConflict('slug')
    .ignore()
    .returning<{ id: number }[]>('id');
  return row?.id;
};

export const findProject = async (trx: Knex, id: number): Promise<Project | undefined> =>
  trx<Project>('projects')
    .where({ id })
    .whereNull('deleted_at')
    .first(...columns);

/** Everything that belongs to a draft changes under this lock: settings, order of prompts, publishing. */
export const lockProject = async (trx: Knex, id: number): Promise<Project | undefined> =>
  trx<Project>('projects')
    .where({ id })
    .whereNull('deleted_at')
    .forUpdate()
    .first(...columns);

export const findProjectBySlug = async (trx: Knex, slug: string): Promise<Project | undefined> =>
  trx<Project>('projects')
    .where({ slug })
    .whereNull('deleted_at')
    .first(...columns);

/** Newest first. */
export const listProjects = async (trx: Knex, teamId: number): Promise<Project[]> =>
  trx<Project>('projects')
    .where({ team_id: teamId })
    .whereNull('deleted_at')
    .orderBy('id', 'desc')
    .select(...columns);

type Settings = Omit<
  Project,
  'id' | 'team_id' | 'slug' | 'status' | 'version' | 'published_number' | 'created_at' | 'updated_at'
>;

export type ProjectSettings = { [Field in keyof Settings]?: Settings[Field] | undefined };

/** An edit of the settings: the row's version counts it. */
export const updateProjectSettings = async (
  trx: Knex,
  id: number,
  settings: ProjectSettings,
): Promise<void> => {
  await trx('projects')
    .where({ id })
    .update({ ...settings, version: trx.raw('version + 1'), updated_at: trx.raw('clock_timestamp()') });
};

/** What people type together is no edit of the settings: the version stays. */
export const updateProjectText = async (
  trx: Knex,
  id: number,
  texts: Partial<Pick<Project, 'welcome' | 'farewell'>>,
): Promise<void> => {
  await trx('projects')
    .where({ id })
    .update({ ...texts, updated_at: trx.raw('clock_timestamp()') });
};

/** Publishing is no edit of the settings: whoever edits them meanwhile may go on. */
export const updatePublishedNumber = async (trx: Knex, id: number, number: number): Promise<void> => {
  await trx('projects')
    .where({ id })
    .update({ status: 'live', published_number: number, updated_at: trx.raw('clock_timestamp()') });
};
