import type { SessionView } from '@convomatic/contracts';
import { call } from '../platform/api.ts';
import { useConnection } from '../platform/connection.ts';
import { useLiveState } from '../platform/live-state.ts';
import type { LiveState } from '../platform/live-state.ts';
import { reduceSession } from './session-reducer.ts';

/** One session's talk, watched while it runs. Watching gives no seat in it and ends with the connection. */
export const useTalk = (sessionId: () => number | null): LiveState<SessionView> => {
  const connection = useConnection();
  const load = async (session_id: number): Promise<SessionView> => {
    const params = { session_id };
    // First the watch, then the state: so no event can fall between the two.
    await connection
      .open()
      .watched(session_id, (connection_id) =>
        call('POST /api/sessions/:session_id/watch', { params, body: { connection_id } }),
      );
    return call('GET /api/sessions/:session_id', { params });
  };
  return useLiveState({ key: sessionId, load, reduce: reduceSession });
};
