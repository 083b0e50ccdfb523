import type { Membership, Session } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { listParticipants } from '../participants/index.ts';
import type { EventDraft, Work } from '../platform/realtime/index.ts';
import { listAssignments, listSessionMemberships, listSessions } from '../sessions/index.ts';
import type { NewMember } from './sessions.repository.ts';

type Told = { team_id: number; members: NewMember[] };
type Started = { session: Session; memberships: Membership[] };

const tellSessions = ({ team_id }: Told, started: Started[]): EventDraft[] =>
  started.flatMap(({ session, memberships }) =>
    [groupRoom(session.id), groupRoom(team_id)].map((room) => ({
      ...{ room, team_id, kind: 'session.started' as const },
      records: { sessions: [session], memberships },
    })),
  );

/** Arms and roles: for the team alone. */
const tellTeam = async (reader: Knex, { team_id }: Told, sessionIds: number[]): Promise<EventDraft[]> => {
  const bySession = Map.groupBy(await listAssignments(reader, sessionIds), (one) => one.session_id);
  return [...bySession.values()].map((assignments) => ({
    ...{ room: groupRoom(team_id), team_id, kind: 'session.assigned' as const },
    records: { assignments },
    subject_user_ids: assignments.map(({ user_id }) => user_id),
  }));
};

const tellMembers = async (reader: Knex, { members }: Told, all: Membership[]): Promise<EventDraft[]> => {
  const ids = members.map(({ participant_id }) => participant_id);
  return (await listParticipants(reader, ids)).map((participant) => ({
    ...{ room: userRoom(participant.user_id), team_id: null, kind: 'membership.created' as const },
    records: {
      memberships: all.filter(
        ({ group_id, user_id }) => group_id === participant.session_id && user_id === participant.user_id,
      ),
      participants: [participant],
    },
    subject_user_ids: [participant.user_id],
  }));
};

/** The session's room and the team's hear of the session, each person's own room of the place in it. */
export const announceStart = ({ record }: Work, told: Told): void => {
  const sessionIds = [...new Set(told.members.map(({ session_id }) => session_id))];
  const rooms = [
    groupRoom(told.team_id),
    ...sessionIds.map(groupRoom),
    ...told.members.map(({ user_id }) => userRoom(user_id)),
  ];
  record(rooms, async (reader): Promise<EventDraft[]> => {
    const all = await listSessionMemberships(reader, sessionIds);
    const bySession = Map.groupBy(all, ({ group_id }) => group_id);
    const started = (await listSessions(reader, sessionIds)).map((session) => ({
      session,
      memberships: bySession.get(session.id) ?? [],
    }));
    return [
      ...tellSessions(told, started),
      ...(await tellTeam(reader, told, sessionIds)),
      ...(await tellMembers(reader, told, all)),
    ];
  });
};
