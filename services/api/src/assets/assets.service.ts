import type { Asset } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { Readable } from 'node:stream';
import { nothingHere, requirePermission } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import type { Storage } from '../platform/storage/index.ts';
import { requireDraft, requireProject } from '../projects/index.ts';
import { createAddAsset } from './add-asset.ts';
import {
  findStoredAsset,
  findTeamOfAsset,
  listAssets,
  listUses,
  updateRemoved,
  wasGiven,
} from './assets.repository.ts';
import type { StoredAsset } from './assets.repository.ts';
import type { Signed, SignedLinks } from './signed-links.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork; storage: Storage; signedLinks: SignedLinks };

const requireUnused = (projects: string[]): void => {
  const [name] = projects;
  if (name === undefined) return;
  const message = `“${name}” shows this file. Take it out of the prompts, publish, let running sessions end, and remove it then.`;
  throw new AppError('conflict', message);
};

export const createAssets = ({ knex, unitOfWork, storage, signedLinks }: Needs) => ({
  add: createAddAsset({ knex, unitOfWork, storage }),

  list: async (caller: Caller, project_id: number): Promise<{ assets: Asset[] }> => {
    const { scope } = await requireProject(knex, caller, { project_id, action: 'asset.read' });
    return { assets: await listAssets(knex, scope, project_id) };
  },

  /** Behind the project's lock, so that no version is published with it meanwhile. The file itself stays stored. */
  remove: (caller: Caller, id: number): Promise<void> =>
    unitOfWork(async ({ trx, record }) => {
      const action = 'asset.remove';
      const found = await findTeamOfAsset(trx, id);
      if (!found) throw nothingHere();
      const { scope } = await requireDraft(trx, caller, { project_id: found.project_id, action });
      requireUnused(await listUses(trx, scope, id));
      const asset = await updateRemoved(trx, scope, id);
      if (!asset) throw nothingHere();
      const { team_id } = scope;
      const room = groupRoom(team_id);
      record([room], () => [
        { room, team_id, kind: 'asset.removed', records: { assets: [asset] }, actor_id: caller.user_id },
      ]);
      await audit(trx, caller, { action, team_id, subject: { type: 'asset', id } });
    }),

  link: async (caller: Caller, id: number): Promise<{ url: string; expires_at: string }> => {
    const found = await findTeamOfAsset(knex, id);
    if (!found) throw nothingHere();
    const { participant } = caller;
    const isGiven = participant && (await wasGiven(knex, { asset_id: id, participant_id: participant.id }));
    if (!isGiven) await requirePermission(knex, caller, { team_id: found.team_id, action: 'asset.read' });
    return signedLinks.make(id);
  },

  /** Asks nobody who they are: the address is the permission. */
  open: async (signed: Signed): Promise<{ asset: StoredAsset; content: Readable }> => {
    signedLinks.require(signed);
    const asset = await findStoredAsset(knex, signed.asset_id);
    if (!asset) throw nothingHere();
    return { asset, content: await storage.get(asset.storage_key) };
  },
});

export type Assets = ReturnType<typeof createAssets>;
