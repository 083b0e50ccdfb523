import type { Note } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import { nothingHere, requirePermission } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { Work } from '../platform/realtime/index.ts';
import { announceNote } from './announce-note.ts';
import { findTeamOfNote, lockNote, updateNote } from './notes.repository.ts';

export type Change =
  | { do: 'edit'; body: string }
  /** Taken back by restoring it. */
  | { do: 'remove' }
  | { do: 'restore' };

const action = 'note.update';

const requireOwnNote = async ({ trx }: Work, caller: Caller, id: number) => {
  const team_id = await findTeamOfNote(trx, id);
  if (team_id === undefined) throw nothingHere();
  const scope = await requirePermission(trx, caller, { team_id, action });
  const note = await lockNote(trx, scope, id);
  if (!note) throw nothingHere();
  if (note.author_id !== caller.user_id) {
    throw new AppError('forbidden', `Only ${note.author_name}, who wrote this note, may change it.`);
  }
  return { note, scope };
};

const kinds = { edit: 'note.updated', remove: 'note.removed', restore: 'note.created' } as const;

const fieldsOf = (change: Change): { body?: string; isRemoved?: boolean } =>
  change.do === 'edit' ? { body: change.body } : { isRemoved: change.do === 'remove' };

/** A note keeps the number by which it was told of first. */
export const changeNote = async (
  work: Work,
  caller: Caller,
  { id, change }: { id: number; change: Change },
): Promise<Note> => {
  const { note, scope } = await requireOwnNote(work, caller, id);
  if (change.do === 'edit' && note.deleted_at !== null) {
    throw new AppError('not_found', 'This note was removed. Restore it first.');
  }
  const isRemoved = note.deleted_at !== null;
  if (change.do !== 'edit' && isRemoved === (change.do === 'remove')) return note;
  const changed = await updateNote(work.trx, scope, { id, ...fieldsOf(change) });
  if (!changed) throw nothingHere();
  announceNote(work, {
    ...{ scope, kind: kinds[change.do], actor_id: caller.user_id },
    change: () => Promise.resolve(changed),
  });
  const fields = [change.do === 'edit' ? 'body' : 'deleted_at'];
  await audit(work.trx, caller, {
    ...{ action, team_id: scope.team_id, fields },
    subject: { type: 'note', id },
  });
  return changed;
};
