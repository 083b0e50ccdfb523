import type { Count, Membership, RoomPositions, Session, SessionView } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { countProjects } from '../counts/index.ts';
import { requireRole } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { readPositions, readSnapshot } from '../platform/realtime/index.ts';
import { readTime } from '../platform/time.ts';
import { requireSession } from './require-session.ts';
import { readSessionView } from './session-view.ts';
import { canSeePrompts } from './sessions.policy.ts';
import { findTeamOfProject, listProjectSessions, listSessionMemberships } from './sessions.repository.ts';

type ProjectSessions = {
  sessions: Session[];
  memberships: Membership[];
  count: Count;
  rooms: RoomPositions;
  server_time: string;
};

const listedAtMost = 200;

const absent = (): AppError => new AppError('not_found', 'There is nothing here, or it is not for you.');

export const createSessions = ({ knex }: { knex: Knex }) => ({
  /** The live list of a project, for everybody in its team. */
  listOfProject: (caller: Caller, projectId: number): Promise<ProjectSessions> =>
    readSnapshot(knex, async (trx) => {
      const team_id = await findTeamOfProject(trx, projectId);
      if (team_id === undefined) throw absent();
      await requireRole(trx, caller, { group_id: team_id, role: 'observer' });
      const sessions = await listProjectSessions(trx, { project_id: projectId, limit: listedAtMost });
      const [count] = await countProjects(trx, [projectId]);
      if (!count) throw absent();
      return {
        sessions,
        memberships: await listSessionMemberships(
          trx,
          sessions.map(({ id }) => id),
        ),
        count,
        rooms: await readPositions(trx, [groupRoom(team_id)]),
        server_time: await readTime(trx),
      };
    }),

  view: (caller: Caller, sessionId: number): Promise<SessionView> =>
    readSnapshot(knex, async (trx) => {
      const access = await requireSession(trx, caller, sessionId);
      return readSessionView(trx, { id: sessionId, withPrompts: canSeePrompts(access) });
    }),
});

export type Sessions = ReturnType<typeof createSessions>;
