import type { Note } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import { nothingHere } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { announceNote } from './announce-note.ts';
import { findSubject, insertNote, isSaidThere } from './notes.repository.ts';
import type { About } from './notes.repository.ts';

export type Draft = {
  session_id: number | null;
  participant_id: number | null;
  message_id: number | null;
  body: string;
};

const requireAbout = async ({ trx }: Work, scope: TeamScope, draft: Draft): Promise<About> => {
  const subject = await findSubject(trx, scope, draft);
  if (!subject) throw nothingHere();
  const { message_id } = draft;
  const { session_id } = subject;
  if (message_id !== null && !(await isSaidThere(trx, scope, { message_id, session_id }))) {
    const fields = { message_id: 'is no message of this session' };
    throw new AppError('unprocessable', 'A note can be about a message of its own session alone.', {
      fields,
    });
  }
  return { ...subject, message_id };
};

type RequireTeam = (work: Work) => Promise<TeamScope>;

/** The note keeps the number of the event that tells of it. */
export const writeNote = async (
  unitOfWork: UnitOfWork,
  caller: Caller,
  { draft, requireTeam }: { draft: Draft; requireTeam: RequireTeam },
): Promise<Note> => {
  let written: Note | undefined;
  await unitOfWork(async (work) => {
    const scope = await requireTeam(work);
    const about = await requireAbout(work, scope, draft);
    const author = { author_id: caller.user_id, author_name: caller.name };
    announceNote(work, {
      ...{ scope, kind: 'note.created', actor_id: caller.user_id },
      change: async (trx, seq) => {
        written = await insertNote(trx, scope, { ...about, ...author, body: draft.body, seq });
        const subject = { type: 'note', id: written.id };
        await audit(trx, caller, { action: 'note.create', team_id: scope.team_id, subject });
        return written;
      },
    });
  });
  if (!written) throw new Error('the note was not written');
  return written;
};
