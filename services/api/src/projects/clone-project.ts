import { settingsRow } from '@convomatic/contracts';
import type { Project } from '@convomatic/contracts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { announceProject } from './announce-project.ts';
import { insertWithSlug } from './create-project.ts';
import { readBack, requireDraft } from './require-project.ts';

type Copy = { scope: TeamScope; from: number; to: number; actor_id: number };

type Needs = {
  unitOfWork: UnitOfWork;
  /** Copies a project's sequence of prompts, and tells the team. */
  copyPrompts: (work: Work, copy: Copy) => Promise<void>;
};

const suffix = ' (copy)';
const maxNameLength = 120;

/** A copy of a copy is called the same as the first one. */
const copyName = (name: string): string =>
  `${name.slice(0, maxNameLength - suffix.length).replace(/( \(copy\))+$/, '')}${suffix}`;

/** The codes of the outcomes are copied as they are: they may stand in the addresses that the outcomes lead to. */
export const createCloneProject =
  ({ unitOfWork, copyPrompts }: Needs) =>
  (caller: Caller, id: number): Promise<Project> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const [action, actor_id] = ['project.create', caller.user_id] as const;
      // Locked, so that the copy is of one moment.
      const { project, scope } = await requireDraft(trx, caller, { project_id: id, action });
      const name = copyName(project.name);
      const cloneId = await insertWithSlug(trx, scope, { ...settingsRow.parse(project), name });
      announceProject(work, { scope, project: { id: cloneId }, kind: 'project.created', actor_id });
      await copyPrompts(work, { scope, from: id, to: cloneId, actor_id });
      const subject = { type: 'project', id: cloneId };
      await audit(trx, caller, { action, team_id: scope.team_id, subject });
      return readBack(trx, scope, cloneId);
    });
