import type { Participant, Place } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { findOwnSession, readSessionView } from '../sessions/index.ts';
import { listParticipants } from './participants.repository.ts';

/** The project as the person's version has it. */
const findProject = async (trx: Knex, participantId: number): Promise<Place['project'] | undefined> => {
  const { rows } = await trx.raw<{ rows: { project: Place['project'] }[] }>(
    `select jsonb_build_object(
         'id', project.id, 'slug', project.slug,
         'name', frozen -> 'name', 'language', frozen -> 'language',
         'group_min', frozen -> 'group_min', 'group_target', frozen -> 'group_target',
         'duration_ms', frozen -> 'duration_ms', 'waiting_limit_ms', frozen -> 'waiting_limit_ms',
         'welcome', frozen -> 'welcome') as project
     from participants p
     join projects project on project.id = p.project_id
     join versions v on v.id = p.version_id
     cross join lateral (select v.snapshot -> 'project' as frozen) as version
     where p.id = ?`,
    [participantId],
  );
  return rows[0]?.project;
};

/** The session for as long as the person belongs to it. */
const readOwnSession = async (
  trx: Knex,
  { session_id, user_id, project_id }: Participant,
): Promise<Place['session']> => {
  if (session_id === null) return null;
  const scope = await findOwnSession(trx, { session_id, user_id, project_id });
  return scope ? readSessionView(trx, { scope, withPrompts: false }) : null;
};

/** What a participant's page draws; read it in a snapshot. */
export const readPlace = async (trx: Knex, participantId: number): Promise<Place> => {
  const [participant] = await listParticipants(trx, [participantId]);
  const project = await findProject(trx, participantId);
  if (!participant || !project) throw new AppError('not_found', 'This place is gone. Open the link again.');
  return { participant, project, session: await readOwnSession(trx, participant) };
};
