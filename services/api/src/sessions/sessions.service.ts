import type { Count, Membership, RoomPositions, Session, SessionView } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { countProjects } from '../counts/index.ts';
import { nothingHere } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { readPositions, readSnapshot } from '../platform/realtime/index.ts';
import { readTime } from '../platform/time.ts';
import { requireProject } from '../projects/index.ts';
import { auditTranscript } from './audit-transcript.ts';
import { requireSession } from './require-session.ts';
import { readSessionView } from './session-view.ts';
import { isOnlooker } from './sessions.policy.ts';
import { listProjectSessions, listSessionMemberships } from './sessions.repository.ts';

type ProjectSessions = {
  sessions: Session[];
  memberships: Membership[];
  count: Count;
  rooms: RoomPositions;
  server_time: string;
};

const listedAtMost = 200;

export const createSessions = ({ knex }: { knex: Knex }) => ({
  /** The live list of a project, for everybody in its team. */
  listOfProject: (caller: Caller, projectId: number): Promise<ProjectSessions> =>
    readSnapshot(knex, async (trx) => {
      const { scope } = await requireProject(trx, caller, { project_id: projectId, action: 'session.read' });
      const sessions = await listProjectSessions(trx, scope, { project_id: projectId, limit: listedAtMost });
      const [count] = await countProjects(trx, [projectId]);
      if (!count) throw nothingHere();
      return {
        sessions,
        memberships: await listSessionMemberships(
          trx,
          sessions.map(({ id }) => id),
        ),
        count,
        rooms: await readPositions(trx, [groupRoom(scope.team_id)]),
        server_time: await readTime(trx),
      };
    }),

  view: async (caller: Caller, sessionId: number): Promise<SessionView> => {
    const access = await requireSession(knex, caller, sessionId);
    // Before it is read: what was shown is always written down.
    await auditTranscript(knex, caller, access);
    const user_id = isOnlooker(access) ? null : caller.user_id;
    return readSnapshot(knex, (trx) => readSessionView(trx, { scope: access.scope, user_id }));
  },
});

export type Sessions = ReturnType<typeof createSessions>;
