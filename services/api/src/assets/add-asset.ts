import type { Asset } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import type { Storage } from '../platform/storage/index.ts';
import { requireDraft, requireProject } from '../projects/index.ts';
import { acceptFile, mostFileBytes } from './accepted-file.ts';
import { insertAsset } from './assets.repository.ts';
import { receiveFile } from './receive-file.ts';
import { rewriteImage } from './rewrite-image.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork; storage: Storage };
type Upload = { project_id: number; name: string; source: Readable };

const action = 'asset.create';

type Prepared = Pick<Asset, 'kind' | 'content_type' | 'bytes' | 'width' | 'height'> & { path: string };

const prepare = async (folder: string, { source, name }: Upload): Promise<Prepared> => {
  const received = await receiveFile(source, { folder, mostBytes: mostFileBytes });
  const { kind, contentType: content_type } = await acceptFile(received, name);
  const file =
    kind === 'image'
      ? await rewriteImage(received.path, content_type)
      : { path: received.path, bytes: received.bytes, width: null, height: null };
  return { kind, content_type, ...file };
};

/** A folder for one upload, gone with it. */
const withFolder = async <T>(run: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'convomatic-upload-'));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Stores the file first and the row after it: a row never names a file that is not there. */
export const createAddAsset = ({ knex, unitOfWork, storage }: Needs) => {
  const insert = (caller: Caller, upload: Upload, file: Omit<Prepared, 'path'> & { storage_key: string }) =>
    unitOfWork(async ({ trx, record }) => {
      const { project_id, name } = upload;
      const { scope } = await requireDraft(trx, caller, { project_id, action });
      const { team_id } = scope;
      const asset = await insertAsset(trx, scope, {
        ...{ ...file, project_id, name },
        created_by: caller.user_id,
      });
      const room = groupRoom(team_id);
      const records = { assets: [asset] };
      record([room], () => [{ room, team_id, kind: 'asset.created', records, actor_id: caller.user_id }]);
      await audit(trx, caller, { action, team_id, subject: { type: 'asset', id: asset.id } });
      return asset;
    });

  return async (caller: Caller, upload: Upload): Promise<Asset> => {
    // Before anything is read: a stranger's gigabytes are not even received.
    const { scope } = await requireProject(knex, caller, { project_id: upload.project_id, action });
    return withFolder(async (folder) => {
      const { path, ...file } = await prepare(folder, upload);
      const storage_key = `${scope.team_id}/${randomUUID()}`;
      await storage.put({ key: storage_key, path, contentType: file.content_type });
      try {
        return await insert(caller, upload, { ...file, storage_key });
      } catch (error) {
        await storage.remove(storage_key);
        throw error;
      }
    });
  };
};
