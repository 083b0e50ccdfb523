import type { Note } from '@convomatic/contracts';
import type { Knex } from 'knex';
import { requirePermission } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { requireParticipantOfTeam } from '../erasures/index.ts';
import { requireSessionOfTeam } from '../sessions/index.ts';
import { changeNote } from './change-note.ts';
import type { Change } from './change-note.ts';
import { listSessionNotes } from './notes.repository.ts';
import { writeNote } from './write-note.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork };
type OnSession = {
  session_id: number;
  body: string;
  message_id?: number | null | undefined;
  participant_id?: number | null | undefined;
};
type OnParticipant = { participant_id: number; body: string; message_id?: number | null | undefined };

const action = 'note.create';

export const createNotes = ({ knex, unitOfWork }: Needs) => ({
  writeOnSession: (
    caller: Caller,
    { session_id, body, message_id = null, participant_id = null }: OnSession,
  ): Promise<Note> =>
    writeNote(unitOfWork, caller, {
      draft: { session_id, participant_id, message_id, body },
      requireTeam: async ({ trx }) => {
        const { team_id } = await requireSessionOfTeam(trx, caller, { session_id, action });
        return requirePermission(trx, caller, { team_id, action });
      },
    }),

  writeOnParticipant: (
    caller: Caller,
    { participant_id, body, message_id = null }: OnParticipant,
  ): Promise<Note> =>
    writeNote(unitOfWork, caller, {
      draft: { session_id: null, participant_id, message_id, body },
      requireTeam: ({ trx }) => requireParticipantOfTeam(trx, caller, { participant_id, action }),
    }),

  listOfSession: async (caller: Caller, session_id: number): Promise<{ notes: Note[] }> => {
    const { team_id } = await requireSessionOfTeam(knex, caller, { session_id, action: 'note.read' });
    const scope = await requirePermission(knex, caller, { team_id, action: 'note.read' });
    return { notes: await listSessionNotes(knex, scope, session_id) };
  },

  change: (caller: Caller, id: number, change: Change): Promise<Note> =>
    unitOfWork((work) => changeNote(work, caller, { id, change })),
});

export type Notes = ReturnType<typeof createNotes>;
