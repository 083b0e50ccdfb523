import type { Project, Records } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import type { EventKind } from '@convomatic/contracts/names';
import type { Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { findProjectOrRemoved } from './projects.repository.ts';

type Announcement = {
  scope: TeamScope;
  project: Pick<Project, 'id'>;
  kind: Extract<EventKind, `project.${string}`>;
  /** Null where nobody in particular did it. */
  actor_id: number | null;
  /** Records that go with the project's: of rows that this change has just inserted, so nothing can be newer. */
  inserted?: Records;
};

/** Tells the team's room of a project as it is once all changes are made. */
export const announceProject = (
  { record }: Pick<Work, 'record'>,
  { scope, project, kind, actor_id, inserted }: Announcement,
): void => {
  const room = groupRoom(scope.team_id);
  record([room], async (trx) => {
    const current = await findProjectOrRemoved(trx, scope, project.id);
    const records = { projects: current ? [current] : [], ...inserted };
    return [{ room, team_id: scope.team_id, kind, records, actor_id }];
  });
};
