import { projectSettings } from '@convomatic/contracts';
import type { Project, ProjectSettings as Settings } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';

const settingColumns = Object.keys(projectSettings) as (keyof Settings)[];

export const projectColumns = [
  'id',
  'team_id',
  'slug',
  'status',
  'version',
  'published_number',
  ...settingColumns,
  'created_at',
  'updated_at',
  'deleted_at',
] as const;

/** The driver makes a PostgreSQL array of an array, and these columns are JSON. */
const asJson = (value: unknown): unknown => (Array.isArray(value) ? JSON.stringify(value) : value);

const columnsOf = (settings: ProjectSettings): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, asJson(value)]));

export type ProjectSettings = { [Field in keyof Settings]?: Settings[Field] | undefined };

/** What is not said is as the table has it. */
type NewProject = Pick<Project, 'slug' | 'name' | 'welcome' | 'farewell' | 'outcomes'> & ProjectSettings;

/** Undefined when the slug is taken. */
export const insertProject = async (
  trx: Knex,
  { team_id }: TeamScope,
  { slug, ...settings }: NewProject,
): Promise<number | undefined> => {
  const [row] = await trx('projects')
    .insert({ ...columnsOf(settings), slug, team_id })
    .onConflict('slug')
    .ignore()
    .returning<{ id: number }[]>('id');
  return row?.id;
};

/** Whose project it is, to ask there whether somebody may see it. */
export const findTeamOfProject = async (trx: Knex, id: number): Promise<number | undefined> => {
  const row = await trx<Project>('projects').where({ id }).whereNull('deleted_at').first('team_id');
  return row?.team_id;
};

export const findProject = async (
  trx: Knex,
  { team_id }: TeamScope,
  id: number,
): Promise<Project | undefined> =>
  trx<Project>('projects')
    .where({ id, team_id })
    .whereNull('deleted_at')
    .first(...projectColumns);

/** Also a removed one, for who has to be told that it was. */
export const findProjectOrRemoved = async (
  trx: Knex,
  { team_id }: TeamScope,
  id: number,
): Promise<Project | undefined> =>
  trx<Project>('projects')
    .where({ id, team_id })
    .first(...projectColumns);

/** Everything that belongs to a draft changes under this lock: settings, order of prompts, publishing. */
export const lockProject = async (
  trx: Knex,
  { team_id }: TeamScope,
  id: number,
): Promise<Project | undefined> =>
  trx<Project>('projects')
    .where({ id, team_id })
    .whereNull('deleted_at')
    .forUpdate()
    .first(...projectColumns);

export const findProjectBySlug = async (trx: Knex, slug: string): Promise<Project | undefined> =>
  trx<Project>('projects')
    .where({ slug })
    .whereNull('deleted_at')
    .whereIn('team_id', trx('teams').whereNull('deleted_at').select('id'))
    .first(...projectColumns);

/** Newest first. */
export const listProjects = async (trx: Knex, { team_id }: TeamScope): Promise<Project[]> =>
  trx<Project>('projects')
    .where({ team_id })
    .whereNull('deleted_at')
    .orderBy('id', 'desc')
    .select(...projectColumns);

/** An edit of the settings: the row's version counts it. */
export const updateProjectSettings = async (
  trx: Knex,
  { team_id }: TeamScope,
  { id, settings }: { id: number; settings: ProjectSettings },
): Promise<void> => {
  await trx('projects')
    .where({ id, team_id })
    .update({
      ...columnsOf(settings),
      version: trx.raw('version + 1'),
      updated_at: trx.raw('clock_timestamp()'),
    });
};

/** What people type together is no edit of the settings: the version stays. */
export const updateProjectText = async (
  trx: Knex,
  { team_id }: TeamScope,
  { id, texts }: { id: number; texts: Partial<Pick<Project, 'welcome' | 'consent' | 'farewell'>> },
): Promise<void> => {
  await trx('projects')
    .where({ id, team_id })
    .update({ ...texts, updated_at: trx.raw('clock_timestamp()') });
};

/** Publishing is no edit of the settings, and neither is a new status: whoever edits them meanwhile may go on. */
export const updatePublishing = async (
  trx: Knex,
  { team_id }: TeamScope,
  { id, ...change }: { id: number } & Partial<Pick<Project, 'status' | 'published_number'>>,
): Promise<void> => {
  await trx('projects')
    .where({ id, team_id })
    .update({ ...change, updated_at: trx.raw('clock_timestamp()') });
};
