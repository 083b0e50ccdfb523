import type { Asset } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';

const columns = [
  ...(['id', 'project_id', 'kind', 'name', 'content_type', 'bytes', 'width', 'height'] as const),
  ...(['created_at', 'deleted_at'] as const),
];

export type NewAsset = Pick<
  Asset,
  'project_id' | 'kind' | 'name' | 'content_type' | 'bytes' | 'width' | 'height'
> & { storage_key: string; created_by: number };

export const insertAsset = async (trx: Knex, { team_id }: TeamScope, asset: NewAsset): Promise<Asset> => {
  const [inserted] = await trx('assets')
    .insert({ ...asset, team_id })
    .returning<Asset[]>(columns);
  if (!inserted) throw new Error('the asset was not inserted');
  return inserted;
};

/** Those that are not removed, newest first. */
export const listAssets = async (trx: Knex, { team_id }: TeamScope, project_id: number): Promise<Asset[]> =>
  trx<Asset & TeamScope>('assets')
    .where({ project_id, team_id, deleted_at: null })
    .orderBy('id', 'desc')
    .select(columns);

export const updateRemoved = async (
  trx: Knex,
  { team_id }: TeamScope,
  id: number,
): Promise<Asset | undefined> => {
  const [removed] = await trx('assets')
    .where({ id, team_id, deleted_at: null })
    .update({ deleted_at: trx.raw('clock_timestamp()') })
    .returning<Asset[]>(columns);
  return removed;
};

/** Whose file it is, to ask there whether somebody may have it. */
export const findTeamOfAsset = async (
  trx: Knex,
  id: number,
): Promise<{ team_id: number; project_id: number } | undefined> =>
  trx('assets')
    .where({ id, deleted_at: null })
    .first<{ team_id: number; project_id: number } | undefined>('team_id', 'project_id');

export type StoredAsset = Pick<Asset, 'id' | 'kind' | 'name' | 'content_type'> & { storage_key: string };

/** For who has a signed address of it. */
export const findStoredAsset = async (trx: Knex, id: number): Promise<StoredAsset | undefined> =>
  trx('assets')
    .where({ id, deleted_at: null })
    .first<StoredAsset | undefined>('id', 'kind', 'name', 'content_type', 'storage_key');

type Given = { asset_id: number; participant_id: number };

/** Whether this participant's session, or the participant alone, was given a prompt with the file. */
export const wasGiven = async (trx: Knex, { asset_id, participant_id }: Given): Promise<boolean> => {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `select from participants p
     join prompt_deliveries d on d.session_id = p.session_id and d.seq is not null
       and (d.recipient_user_id is null or d.recipient_user_id = p.user_id)
     where p.id = ? and d.asset -> 'asset_id' = to_jsonb(?::bigint) limit 1`,
    [participant_id, asset_id],
  );
  return rows.length > 0;
};

/** Names of the team's projects whose draft, newest version or running sessions show the file. */
export const listUses = async (trx: Knex, { team_id }: TeamScope, id: number): Promise<string[]> => {
  const shows = `jsonb_path_exists(v.snapshot, '$.prompts[*].asset.asset_id \\? (@ == $id)', jsonb_build_object('id', :id::bigint))`;
  const { rows } = await trx.raw<{ rows: { name: string }[] }>(
    `select project.name from projects project
     where project.team_id = :team_id and project.deleted_at is null and (
       exists (select from prompts where prompts.project_id = project.id and prompts.deleted_at is null
         and prompts.asset -> 'asset_id' = to_jsonb(:id::bigint))
       or exists (select from versions v where v.project_id = project.id and v.number = project.published_number
         and ${shows})
       or exists (select from sessions s join versions v on v.id = s.version_id
         where s.project_id = project.id and s.state <> 'closed' and ${shows}))
     order by project.id`,
    { id, team_id },
  );
  return rows.map(({ name }) => name);
};
