import type { Knex } from 'knex';
import { countProjects } from '../counts/index.ts';
import { createTextFence } from '../documents/index.ts';
import { issueLoginLink } from '../login-links/index.ts';
import { createUnitOfWork } from '../platform/realtime/index.ts';
import { createProjects } from '../projects/index.ts';
import { copyPrompts, createPrompts } from '../prompts/index.ts';
import { closeOpenRun } from '../runs/index.ts';
import { createVersions, readDraft } from '../versions/index.ts';
import { demoSlug } from './demo-project.ts';
import { ensureDemo } from './ensure-demo.ts';
import { callerOfOwner, ensureOwner } from './ensure-owner.ts';

type Needs = { knex: Knex; publicUrl: string; ownerEmail: string };

export type Seed = { sign_in_token: string; owner_token: string; demo_slug: string };

/**
 * Everything that a first start needs, made by the same rules as through the api; at later starts fresh tokens alone.
 * Its events are left to the worker's sweep.
 */
export const seedDatabase = async ({ knex, publicUrl, ownerEmail }: Needs): Promise<Seed> => {
  const unitOfWork = createUnitOfWork({ knex, publish: () => undefined });
  const owner = await ensureOwner(unitOfWork, ownerEmail);
  // Who has a text open hears of it from the next save: there is no Redis here.
  const textWritten = createTextFence({ announce: () => undefined });
  const projects = createProjects({
    ...{ knex, unitOfWork, countProjects, readDraft, textWritten },
    ...{ closeOpenRun, copyPrompts },
  });
  const prompts = createPrompts({ unitOfWork, textWritten });
  const versions = createVersions({ knex, unitOfWork, publicUrl, textWritten });
  await ensureDemo({ knex, projects, prompts, versions }, callerOfOwner(owner), owner.teamId);
  const signInToken = await unitOfWork(({ trx }) => issueLoginLink(trx, owner.user.email ?? ownerEmail));
  return { sign_in_token: signInToken, owner_token: owner.login.token, demo_slug: demoSlug };
};
