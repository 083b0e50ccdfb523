import type { Place } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { readSessionView } from '../sessions/index.ts';
import { listParticipants } from './participants.repository.ts';

type Seat = { project: Place['project']; session_id: number | null };

/** The project as the person's version has it, and the session for as long as the person belongs to it. */
const findSeat = async (trx: Knex, participantId: number): Promise<Seat | undefined> => {
  const { rows } = await trx.raw<{ rows: Seat[] }>(
    `select m.group_id as session_id, jsonb_build_object(
         'id', project.id, 'slug', project.slug,
         'name', frozen -> 'name', 'language', frozen -> 'language',
         'group_min', frozen -> 'group_min', 'group_target', frozen -> 'group_target',
         'duration_ms', frozen -> 'duration_ms', 'waiting_limit_ms', frozen -> 'waiting_limit_ms',
         'welcome', frozen -> 'welcome') as project
     from participants p
     join projects project on project.id = p.project_id
     join versions v on v.id = p.version_id
     cross join lateral (select v.snapshot -> 'project' as frozen) as version
     left join memberships m on m.group_id = p.session_id and m.user_id = p.user_id and m.left_at is null
     where p.id = ?`,
    [participantId],
  );
  return rows[0];
};

/** What a participant's page draws; read it in a snapshot. */
export const readPlace = async (trx: Knex, participantId: number): Promise<Place> => {
  const [participant] = await listParticipants(trx, [participantId]);
  const seat = await findSeat(trx, participantId);
  if (!participant || !seat) throw new AppError('not_found', 'This place is gone.');
  const session =
    seat.session_id === null ? null : await readSessionView(trx, { id: seat.session_id, withPrompts: false });
  return { participant, project: seat.project, session };
};
