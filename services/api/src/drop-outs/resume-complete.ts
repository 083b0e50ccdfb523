import type { Knex } from 'knex';
import { resumeSessions } from '../pauses/index.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { listComplete } from './drop-outs.repository.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork };

/** Sessions that waited for somebody who dropped out go on when everybody is there again; answers how many. */
export const createResumeComplete =
  ({ knex, unitOfWork }: Needs) =>
  async (): Promise<number> => {
    const ids = await listComplete(knex);
    for (const id of ids)
      await unitOfWork((work) =>
        resumeSessions(work, {
          ids: [id],
          actor_id: null,
          choose: async (locked) => {
            const complete = new Set(await listComplete(work.trx));
            return locked.filter((session) => complete.has(session.id));
          },
        }),
      );
    return ids.length;
  };
