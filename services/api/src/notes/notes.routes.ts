import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Notes } from './notes.service.ts';

export const createNoteRoutes =
  ({ notes }: { notes: Notes }): AddRoutes =>
  (serve) => {
    serve('POST /api/sessions/:session_id/notes', async ({ params, body, res }) => ({
      note: await notes.writeOnSession(callerOf(res), { ...params, ...body }),
    }));

    serve('POST /api/participants/:participant_id/notes', async ({ params, body, res }) => ({
      note: await notes.writeOnParticipant(callerOf(res), { ...params, ...body }),
    }));

    serve('GET /api/sessions/:session_id/notes', ({ params, res }) =>
      notes.listOfSession(callerOf(res), params.session_id),
    );

    serve('PATCH /api/notes/:note_id', async ({ params, body, res }) => ({
      note: await notes.change(callerOf(res), params.note_id, { do: 'edit', ...body }),
    }));

    serve('DELETE /api/notes/:note_id', async ({ params, res }) => {
      await notes.change(callerOf(res), params.note_id, { do: 'remove' });
      return undefined;
    });

    serve('POST /api/notes/:note_id/restore', async ({ params, res }) => ({
      note: await notes.change(callerOf(res), params.note_id, { do: 'restore' }),
    }));
  };
