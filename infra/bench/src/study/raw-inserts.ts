import { groupRoom } from '@convomatic/contracts/names';
import type { Project } from '@convomatic/contracts';
import { randomUUID } from 'node:crypto';
import { insertMessage } from '../../../../services/api/src/messages/post-message.repository.ts';
import { forgetUnpublished, insertSessions } from './rows.ts';
import type { StudySystem } from './system.ts';

const lanes = 10;
const roomCount = 100;

export const bodyOf = (index: number): string => `${String(index)} ${'what somebody says. '.repeat(5)}`;

/**
 * The reference of P5 and P6: the statement that stores a message, its number and its event, and nothing around it;
 * a second of it. No worker may run, which would publish the events.
 */
export async function measureRawInserts(
  { database }: StudySystem,
  project: Project,
  seconds: number,
): Promise<number> {
  const sessions = await insertSessions(database, project, roomCount);
  const received_at = new Date().toISOString();
  const { user_id } = await someone(database, project);
  const until = performance.now() + seconds * 1_000;
  let count = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < until) {
      const session_id = sessions[count % sessions.length] ?? 0;
      count += 1;
      await insertMessage(database.pool, {
        room: groupRoom(session_id),
        said: { session_id, client_id: randomUUID(), type: 'text', body: bodyOf(count), client_at: null },
        sender: {
          ...{ user_id, team_id: project.team_id, name: 'Blue Heron', role: 'participant', received_at },
          ...{ is_active: true, has_said_it: false },
        },
      });
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  const rate = (count * 1_000) / (performance.now() - began);
  await forgetUnpublished(database);
  return rate;
}

const someone = async ({ knex }: StudySystem['database'], { team_id }: Project) => {
  const [row] = await knex('memberships')
    .where({ group_id: team_id })
    .select<{ user_id: number }[]>('user_id');
  if (!row) throw new Error('The team has no members.');
  return row;
};
