import type { EndpointResponse } from '@convomatic/contracts';
import type { TextWritten } from '../documents/index.ts';
import { nothingHere } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { readProjectBack, requireDraft, writeSettings } from '../projects/index.ts';
import { listPrompts, replacePrompts } from '../prompts/index.ts';
import { findVersion } from './versions.repository.ts';

type Needs = {
  unitOfWork: UnitOfWork;
  /** Told of each text that becomes another one. */
  textWritten: TextWritten;
};

type Wanted = { project_id: number; number: number };
type Restored = EndpointResponse<'POST /api/projects/:project_id/versions/:number/restore'>;

/** Nothing is lost that was published: to restore another version takes it back. */
export const createRestoreVersion =
  ({ unitOfWork, textWritten }: Needs) =>
  (caller: Caller, { project_id, number }: Wanted): Promise<Restored> =>
    unitOfWork(async (work) => {
      const { trx } = work;
      const [action, actor_id] = ['project.update', caller.user_id] as const;
      const { project, scope } = await requireDraft(trx, caller, { project_id, action });
      const version = await findVersion(trx, scope, { project_id, number });
      if (!version) throw nothingHere();
      const { project: settings, prompts } = version.snapshot;
      const fields = await writeSettings(work, { scope, project, settings, actor_id }, textWritten);
      await replacePrompts(work, { scope, project_id, prompts, actor_id }, textWritten);
      const subject = { type: 'project', id: project_id };
      await audit(trx, caller, {
        ...{ action, team_id: scope.team_id, subject },
        fields: [...fields, 'prompts'],
      });
      return {
        project: await readProjectBack(trx, scope, project_id),
        prompts: await listPrompts(trx, scope, project_id),
      };
    });
