import type { Knex } from 'knex';
import type { Caller } from './caller.ts';

/** Who did it; without an id what nobody in particular did. */
export type Actor = Pick<Caller, 'request'> & { [Key in 'user_id' | 'name']: Caller[Key] | null };

export type AuditDraft = {
  /** An action of the permission table, or another fact in the same form, such as `login.revoke`. */
  action: string;
  team_id: number | null;
  subject: { type: string; id: number | null };
  /** Names of what was changed, never the values. */
  fields?: string[];
};

const rowOf = (actor: Actor, { action, team_id, subject, fields = [] }: AuditDraft) => ({
  team_id,
  actor_id: actor.user_id,
  actor_name: actor.name,
  action,
  subject_type: subject.type,
  subject_id: subject.id,
  fields,
  address: actor.request?.address ?? null,
  request_id: actor.request?.id ?? null,
});

/** Writes down who did what, in the transaction that does it. */
export const audit = async (trx: Knex, actor: Actor, draft: AuditDraft): Promise<void> => {
  await trx('audit_entries').insert(rowOf(actor, draft));
};

/** The same, where one person does one thing again and again: once in so many minutes. */
export const auditOnce = async (
  trx: Knex,
  actor: Actor,
  { minutes, ...draft }: AuditDraft & { minutes: number },
): Promise<void> => {
  const row = rowOf(actor, draft);
  const { team_id, actor_id, action, subject_type, subject_id, fields } = row;
  const known = await trx('audit_entries')
    .where({ team_id, actor_id, action, subject_type, subject_id })
    .whereRaw('fields = ?::text[] and at > clock_timestamp() - make_interval(mins => ?)', [fields, minutes])
    .first<{ id: number } | undefined>('id');
  if (!known) await trx('audit_entries').insert(row);
};

/** Who looked at what belongs to other people; a page that loads again within a minute shows them nothing new. */
export const auditReading = (trx: Knex, actor: Actor, draft: AuditDraft): Promise<void> =>
  auditOnce(trx, actor, { ...draft, minutes: 1 });
