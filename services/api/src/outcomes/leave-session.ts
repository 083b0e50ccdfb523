import { groupRoom, userRoom } from '@convomatic/contracts/names';
import type { Outcome } from '@convomatic/contracts/names';
import type { EventDraft, Work } from '../platform/realtime/index.ts';
import { listSessionMemberships } from '../sessions/index.ts';
import { closeSessions } from './close-sessions.ts';
import { finishParticipants } from './finish-participants.ts';
import { countRemaining, updateLeft } from './outcomes.repository.ts';

/** One person alone is no conversation. `group_min` says when a group may start, not when it ends. */
const fewestToTalk = 2;

export type Leaver = { id: number; user_id: number; session_id: number; team_id: number };

export type Leaving = {
  leaver: Leaver;
  reason: 'left' | 'removed';
  outcome: Outcome;
  actor_id: number;
};

const announce = (
  { record }: Work,
  { leaver: { session_id, user_id, team_id }, actor_id }: Leaving,
): void => {
  const [session, team, own] = [groupRoom(session_id), groupRoom(team_id), userRoom(user_id)];
  record([session, team, own], async (reader): Promise<EventDraft[]> => {
    const all = await listSessionMemberships(reader, [session_id]);
    const records = { memberships: all.filter((membership) => membership.user_id === user_id) };
    const told = { records, actor_id, subject_user_ids: [user_id] };
    return [
      { ...told, room: session, team_id, kind: 'member.left' },
      { ...told, room: team, team_id, kind: 'member.left' },
      { ...told, room: own, team_id: null, kind: 'membership.removed' },
    ];
  });
};

/** The session is locked by this unit, and the person is active in it. */
export const leaveSession = async (work: Work, leaving: Leaving): Promise<void> => {
  const { leaver, reason, outcome } = leaving;
  const { id, user_id, session_id } = leaver;
  await updateLeft(work.trx, { session_id, user_id, reason });
  announce(work, leaving);
  await finishParticipants(work, { by: 'id', ids: [id], outcome });
  if ((await countRemaining(work.trx, session_id)) >= fewestToTalk) return;
  await closeSessions(work, [session_id], { reason: 'below_minimum', outcome: 'partner_left' });
};
