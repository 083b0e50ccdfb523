import { groupRoom } from '@convomatic/contracts/names';
import type { EventKind } from '@convomatic/contracts/names';
import type { EventDraft, Work } from '../platform/realtime/index.ts';
import type { SessionRow } from './session-locks.repository.ts';
import { listSessions } from './sessions.repository.ts';

type Announcement = { kind: Extract<EventKind, `session.${string}`>; actor_id: number | null };

/** Tells the teams' rooms and then the sessions' own of sessions as they are now. */
export const announceSessions = (
  { record }: Pick<Work, 'record'>,
  changed: Pick<SessionRow, 'id' | 'team_id'>[],
  { kind, actor_id }: Announcement,
): void => {
  const rooms = changed.flatMap(({ id, team_id }) => [groupRoom(id), groupRoom(team_id)]);
  record(rooms, async (reader): Promise<EventDraft[]> => {
    const sessions = await listSessions(
      reader,
      changed.map(({ id }) => id),
    );
    const byId = new Map(sessions.map((session) => [session.id, session]));
    return changed.flatMap(({ id, team_id }) => {
      const session = byId.get(id);
      if (!session) return [];
      const records = { sessions: [session] };
      return [groupRoom(team_id), groupRoom(id)].map((room) => ({ room, team_id, kind, records, actor_id }));
    });
  });
};
