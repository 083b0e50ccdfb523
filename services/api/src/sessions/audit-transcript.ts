import type { Knex } from 'knex';
import { auditReading } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { SessionAccess } from './require-session.ts';
import { isOnlooker } from './sessions.policy.ts';

/** Writes down that somebody of the team reads what people said; those who talk there read their own talk. */
export const auditTranscript = async (trx: Knex, caller: Caller, access: SessionAccess): Promise<void> => {
  if (!isOnlooker(access)) return;
  const { team_id, session_id } = access.scope;
  await auditReading(trx, caller, {
    action: 'session.read',
    team_id,
    subject: { type: 'session', id: session_id },
  });
};
