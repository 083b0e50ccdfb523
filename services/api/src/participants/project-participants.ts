import type { Participant } from '@convomatic/contracts';
import type { Knex } from 'knex';
import { callerOf } from '../platform/caller.ts';
import type { Caller } from '../platform/caller.ts';
import { readSnapshot } from '../platform/realtime/index.ts';
import type { AddRoutes } from '../platform/serve.ts';
import { requireProject } from '../projects/index.ts';
import { listParticipants } from './participants.repository.ts';
import { listProjectParticipantIds } from './project-participants.repository.ts';
import type { Wanted } from './project-participants.repository.ts';

const pageSize = 200;

type Page = { participants: Participant[]; more: boolean };

/** Everybody who came to a project, for its team: the newest first, a page at a time. */
export const createListParticipants =
  ({ knex }: { knex: Knex }) =>
  (caller: Caller, wanted: Omit<Wanted, 'limit'>): Promise<Page> =>
    readSnapshot(knex, async (trx) => {
      const { project_id } = wanted;
      const { scope } = await requireProject(trx, caller, { project_id, action: 'participant.read' });
      const ids = await listProjectParticipantIds(trx, scope, { ...wanted, limit: pageSize + 1 });
      const participants = await listParticipants(trx, ids.slice(0, pageSize));
      return { participants: participants.toReversed(), more: ids.length > pageSize };
    });

type Needs = { listOfProject: ReturnType<typeof createListParticipants> };

export const createProjectParticipantsRoutes =
  ({ listOfProject }: Needs): AddRoutes =>
  (serve) => {
    serve('GET /api/projects/:project_id/participants', ({ params, query, res }) =>
      listOfProject(callerOf(res), { ...params, ...query }),
    );
  };
