import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { TeamScope } from '../platform/scopes.ts';
import { countOngoing } from './removed-projects.repository.ts';
import type { Ongoing } from './removed-projects.repository.ts';

const counted = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [count === 1 ? `1 ${one}` : `${String(count)} ${many}`];

/** What goes on, as the beginning of a sentence; nothing where nothing does. */
export const tellOngoing = ({ talks, waiting }: Ongoing): string | undefined => {
  const parts = [
    ...counted(talks, 'talk is going on', 'talks are going on'),
    ...counted(waiting, 'person is waiting', 'people are waiting'),
  ];
  return parts.length === 0 ? undefined : parts.join(' and ');
};

/** Nobody is cut off by what a team tidies up: neither in one of its projects, nor in this one. */
export const requireIdle = async (trx: Knex, scope: TeamScope, projectId?: number): Promise<void> => {
  const ongoing = tellOngoing(await countOngoing(trx, scope, projectId));
  if (ongoing !== undefined) {
    throw new AppError('conflict', `${ongoing} here. End the talks, or try again when they are over.`);
  }
};
