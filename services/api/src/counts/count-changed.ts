import type { Count } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import type { EventDraft, UnitOfWork } from '../platform/realtime/index.ts';
import {
  countProjects,
  holdProjects,
  listDiffering,
  listTouched,
  storeChanged,
  tryLockCounts,
} from './counts.repository.ts';
import type { Touched } from './counts.repository.ts';

/** Longer than any transaction lasts: what was changed in the last seconds may be seen only now. */
const lookBackMs = 15_000;

const countTouched = (trx: Knex, touched: Touched[]): Promise<Count[]> =>
  countProjects(
    trx,
    touched.map(({ project_id }) => project_id),
  );

/** Counted after the rooms are locked, so that the last event says what a fresh fetch says. */
const readDrafts = async (trx: Knex, touched: Touched[]): Promise<EventDraft[]> => {
  const counts = await countTouched(trx, touched);
  const changed = await storeChanged(trx, counts);
  const byTeam = Map.groupBy(touched, ({ team_id }) => team_id);
  return [...byTeam].flatMap(([team_id, projects]) => {
    const ids = new Set(projects.map(({ project_id }) => project_id));
    const own: Count[] = counts.filter(({ project_id }) => ids.has(project_id) && changed.has(project_id));
    if (own.length === 0) return [];
    return [
      { room: groupRoom(team_id), team_id, kind: 'project.counted' as const, records: { counts: own } },
    ];
  });
};

/**
 * Tells the teams how many people and sessions their projects have in each state, where that has changed since it was
 * last told. Answers how many projects that were.
 */
export const createCountChanged = ({ unitOfWork }: { unitOfWork: UnitOfWork }) => {
  // The first time it looks at everything, because nobody may have looked for a while.
  let sinceMs = Number.POSITIVE_INFINITY;

  return async (): Promise<number> => {
    const told = await unitOfWork(async ({ trx, record }) => {
      if (!(await tryLockCounts(trx))) return null;
      const touched = await listTouched(trx, sinceMs);
      const differing = await listDiffering(trx, await countTouched(trx, touched));
      const changed = touched.filter(({ project_id }) => differing.has(project_id));
      await holdProjects(
        trx,
        changed.map(({ project_id }) => project_id),
      );
      const rooms = changed.map(({ team_id }) => groupRoom(team_id));
      record(rooms, (reader) => readDrafts(reader, changed));
      return changed.length;
    });
    if (told !== null) sinceMs = lookBackMs;
    return told ?? 0;
  };
};
