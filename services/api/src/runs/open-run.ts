import type { Project, Run } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { announceRun } from './announce-run.ts';
import { settleOpenRun } from './close-runs.ts';
import { armClose } from './closing.repository.ts';
import { hasRuns, insertRun } from './runs.repository.ts';
import type { RunSettings } from './runs.repository.ts';
import { requireClosingTime } from './closing-time.ts';

type Opening = { scope: TeamScope; project: Project; actor_id: number; settings: RunSettings };

const requireCollecting = ({ status }: Project): void => {
  if (status === 'live' || status === 'paused') return;
  throw new AppError(
    'project_not_live',
    status === 'draft'
      ? 'Nobody can take part before the project is published. Publish it first.'
      : 'This project is in the archive. Take it out first.',
  );
};

/** Opens a run of a locked project. */
const openRun = async (work: Work, { scope, project, actor_id, settings }: Opening): Promise<Run> => {
  const run = await insertRun(work.trx, scope, { project_id: project.id, ...settings });
  const { id, closes_at } = run;
  if (closes_at !== null) await armClose(work.trx, scope, { id, closes_at });
  announceRun(work, { scope, kind: 'run.opened', id, actor_id });
  return run;
};

/** At most one is open at a time; one whose time is over makes way. */
export const openNextRun = async (work: Work, opening: Opening): Promise<Run> => {
  const { scope, project, settings } = opening;
  requireCollecting(project);
  await requireClosingTime(work.trx, settings);
  const open = await settleOpenRun(work, { scope, project_id: project.id });
  if (open) throw new AppError('conflict', `“${open.label}” is open. Close it before you open another run.`);
  return openRun(work, opening);
};

/** With its first version a project begins to collect; later ones open nothing that was closed. */
export const openFirstRun = async (work: Work, opening: Omit<Opening, 'settings'>): Promise<void> => {
  if (await hasRuns(work.trx, opening.scope, opening.project.id)) return;
  await openRun(work, { ...opening, settings: { label: 'First run' } });
};
