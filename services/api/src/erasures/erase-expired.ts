import type { Knex } from 'knex';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { serviceScope } from '../platform/scopes.ts';
import { eraseParticipant } from './erase-participant.ts';
import { listExpired } from './erasures.repository.ts';

const nobody = { user_id: null, name: null, request: null };

/** Erases people whose project keeps data no longer, one by one; answers how many of at most so many. */
export const createEraseExpired =
  ({ unitOfWork }: { unitOfWork: UnitOfWork }) =>
  async (knex: Knex, limit: number): Promise<number> => {
    const expired = await listExpired(knex, limit);
    for (const { id: participant_id, team_id } of expired) {
      const scope = serviceScope({ team_id });
      await unitOfWork((work) => eraseParticipant(work, { scope, participant_id, actor: nobody }));
    }
    return expired.length;
  };
