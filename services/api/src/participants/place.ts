import type { Participant, Place } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { findOwnSession, readSessionView } from '../sessions/index.ts';
import { frozenProjectOf } from './frozen-projects.ts';
import { listParticipants } from './participants.repository.ts';

type FrozenRow = Parameters<typeof frozenProjectOf>[0];

/** The project as the person's version has it. */
const findProject = async (
  trx: Knex,
  participantId: number,
): Promise<Pick<Place, 'version_number' | 'project'> | undefined> => {
  const { rows } = await trx.raw<{ rows: FrozenRow[] }>(
    `select project.id, project.slug, v.number as version_number, v.snapshot -> 'project' as frozen
     from participants p
     join projects project on project.id = p.project_id
     join versions v on v.id = p.version_id
     where p.id = ?`,
    [participantId],
  );
  if (!rows[0]) return undefined;
  const { version_number, project } = frozenProjectOf(rows[0]);
  return { version_number, project };
};

/** The session for as long as the person belongs to it. */
const readOwnSession = async (
  trx: Knex,
  { session_id, user_id, project_id }: Participant,
): Promise<Place['session']> => {
  if (session_id === null) return null;
  const scope = await findOwnSession(trx, { session_id, user_id, project_id });
  return scope ? readSessionView(trx, { scope, user_id }) : null;
};

/** What a participant's page draws; read it in a snapshot. */
export const readPlace = async (trx: Knex, participantId: number): Promise<Place> => {
  const [participant] = await listParticipants(trx, [participantId]);
  const frozen = await findProject(trx, participantId);
  if (!participant || !frozen) throw new AppError('not_found', 'This place is gone. Open the link again.');
  return { participant, ...frozen, session: await readOwnSession(trx, participant) };
};
