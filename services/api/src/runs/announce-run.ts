import { groupRoom } from '@convomatic/contracts/names';
import type { EventKind } from '@convomatic/contracts/names';
import type { Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { findRuns } from './runs.repository.ts';

type Announcement = {
  scope: TeamScope;
  kind: Extract<EventKind, `run.${string}`>;
  id: number;
  /** Null where its time was over. */
  actor_id: number | null;
};

/** Tells the team's room of a run as it is once all changes are made. */
export const announceRun = (
  { record }: Pick<Work, 'record'>,
  { scope, kind, id, actor_id }: Announcement,
): void => {
  const room = groupRoom(scope.team_id);
  record([room], async (trx) => [
    { room, team_id: scope.team_id, kind, records: { runs: await findRuns(trx, scope, [id]) }, actor_id },
  ]);
};
