import { groupRoom } from '@convomatic/contracts/names';
import type { ClosingReason, Outcome } from '@convomatic/contracts/names';
import type { EventDraft, Work } from '../platform/realtime/index.ts';
import { listSessions, sessionStatesBefore } from '../sessions/index.ts';
import { finishParticipants } from './finish-participants.ts';
import { lockSessions, updateClosed } from './outcomes.repository.ts';
import type { SessionRow } from './outcomes.repository.ts';

export type Closing = { reason: ClosingReason; outcome: Outcome; actor_id?: number };

/** The session's room is told last of all, and then takes nothing more. */
const announce = ({ record, closeRoom }: Work, closed: SessionRow[], actorId: number | null): void => {
  const rooms = closed.flatMap(({ id, team_id }) => [groupRoom(id), groupRoom(team_id)]);
  record(rooms, async (reader): Promise<EventDraft[]> => {
    const sessions = await listSessions(
      reader,
      closed.map(({ id }) => id),
    );
    const byId = new Map(sessions.map((session) => [session.id, session]));
    return closed.flatMap(({ id, team_id }) => {
      const session = byId.get(id);
      if (!session) return [];
      return [groupRoom(team_id), groupRoom(id)].map((room) => ({
        room,
        team_id,
        kind: 'session.closed' as const,
        records: { sessions: [session] },
        actor_id: actorId,
      }));
    });
  });
  for (const { id } of closed) closeRoom(groupRoom(id));
};

/**
 * Ends these sessions now, and the time of everybody who is still in them with this outcome. Those that are closed
 * already are left as they are; memberships stay, because they are the record of who was there.
 */
export const closeSessions = async (
  work: Work,
  ids: number[],
  { reason, outcome, actor_id }: Closing,
): Promise<void> => {
  const locked = await lockSessions(work.trx, ids);
  const open = locked.filter(({ state }) => sessionStatesBefore('closed').includes(state));
  if (open.length === 0) return;
  const openIds = open.map(({ id }) => id);
  await updateClosed(work.trx, openIds, reason);
  await finishParticipants(work, { by: 'session_id', ids: openIds, outcome });
  announce(work, open, actor_id ?? null);
};
