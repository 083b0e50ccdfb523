import type { Knex } from 'knex';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { TeamScope } from '../platform/scopes.ts';

type Change = { scope: TeamScope; id: number; fields: string[] };

/** A prompt is a part of its project's draft: whoever changes it updates the project. */
export const auditPrompt = (trx: Knex, caller: Caller, { scope, id, fields }: Change): Promise<void> =>
  audit(trx, caller, {
    action: 'project.update',
    team_id: scope.team_id,
    subject: { type: 'prompt', id },
    fields,
  });
