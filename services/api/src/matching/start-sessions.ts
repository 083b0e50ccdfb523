import { plainText } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import type { EventDraft, Work } from '../platform/realtime/index.ts';
import { listParticipants } from '../participants/index.ts';
import { listSessionMemberships, listSessions } from '../sessions/index.ts';
import type { FrozenVersion } from '../versions/index.ts';
import type { Group, Queue } from './grouping.ts';
import { generateNames } from './names.ts';
import { insertMembers, insertSessions, insertTimetable } from './sessions.repository.ts';
import type { NewMember } from './sessions.repository.ts';

export type AssignmentReason = 'full_group' | 'waiting_limit';

export type Start = {
  team_id: number;
  version: FrozenVersion;
  queue: Queue;
  reason: AssignmentReason;
};

const membersOf = (groups: Group[], sessionIds: number[]): NewMember[] =>
  groups.flatMap((group, index) => {
    const session_id = sessionIds[index] ?? 0;
    const names = generateNames(session_id, group.length);
    return group.map(({ id, user_id }, place) => ({
      session_id,
      participant_id: id,
      user_id,
      name: names[place] ?? '',
    }));
  });

/** The session's room and the team's hear of the session, each person's own room of the place in it. */
const announce = ({ record }: Work, team_id: number, members: NewMember[]): void => {
  const sessionIds = [...new Set(members.map((member) => member.session_id))];
  const rooms = [
    groupRoom(team_id),
    ...sessionIds.map(groupRoom),
    ...members.map((member) => userRoom(member.user_id)),
  ];
  record(rooms, async (reader): Promise<EventDraft[]> => {
    const sessions = await listSessions(reader, sessionIds);
    const memberships = Map.groupBy(await listSessionMemberships(reader, sessionIds), (one) => one.group_id);
    const participants = await listParticipants(
      reader,
      members.map((member) => member.participant_id),
    );
    const started = sessions.flatMap((session) =>
      [groupRoom(session.id), groupRoom(team_id)].map((room) => ({
        room,
        team_id,
        kind: 'session.started' as const,
        records: { sessions: [session], memberships: memberships.get(session.id) ?? [] },
      })),
    );
    const placed = participants.map((participant) => ({
      room: userRoom(participant.user_id),
      team_id: null,
      kind: 'membership.created' as const,
      records: {
        memberships: (memberships.get(participant.session_id ?? 0) ?? []).filter(
          (membership) => membership.user_id === participant.user_id,
        ),
        participants: [participant],
      },
      subject_user_ids: [participant.user_id],
    }));
    return [...started, ...placed];
  });
};

/** Starts a session for each group, whose members this unit has locked: the clock runs from here on. */
export const startSessions = async (work: Work, groups: Group[], start: Start): Promise<void> => {
  if (groups.length === 0) return;
  const { team_id, version, queue, reason } = start;
  const { project, prompts } = version.snapshot;
  const sessionIds = await insertSessions(work.trx, {
    count: groups.length,
    name: project.name,
    team_id,
    project_id: version.project_id,
    version_id: version.id,
    duration_ms: project.duration_ms,
  });
  const members = membersOf(groups, sessionIds);
  await insertMembers(work.trx, {
    members,
    team_id,
    version_id: version.id,
    reason,
    queue: queue.waiting.map(({ id }) => id),
    present: queue.waiting.filter(({ user_id }) => queue.present.has(user_id)).map(({ id }) => id),
  });
  await insertTimetable(
    work.trx,
    sessionIds,
    prompts.map(({ id, ...prompt }) => ({ ...prompt, prompt_id: id, text: plainText(prompt.body) })),
  );
  announce(work, team_id, members);
};
