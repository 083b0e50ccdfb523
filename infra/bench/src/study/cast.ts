import { richTextOf } from '@convomatic/contracts';
import type { Project } from '@convomatic/contracts';
import { groupRoom, presenceKey } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { createDoor } from '../../../faults/src/clients/index.ts';
import type { Person } from '../load/people.ts';
import type { StudySystem } from './system.ts';

/** Somebody in a talk: who may write there, and hear what is written. */
export interface Speaker extends Person {
  sessionId: number;
  participantToken: string;
}

type Design = Partial<Pick<Project, 'group_target' | 'duration_ms' | 'waiting_limit_ms'>> & {
  /** Milliseconds from the start. */
  offsets?: number[];
};

const hourMs = 3_600_000;
const joinsAtOnce = 16;

/** A live project whose talks outlast a bench. */
export async function openProject({ owner }: StudySystem, name: string, design: Design): Promise<Project> {
  const { offsets = [0], group_target = 10, ...times } = design;
  const { groups } = await owner('GET /api/boot');
  const team_id = groups.find(({ kind }) => kind === 'team')?.id ?? 0;
  const { project } = await owner('POST /api/teams/:team_id/projects', {
    params: { team_id },
    body: { name },
  });
  const params = { project_id: project.id };
  const usual = { duration_ms: 20 * hourMs, waiting_limit_ms: hourMs };
  await owner('PATCH /api/projects/:project_id', {
    params,
    body: { version: project.version, group_min: 2, group_target, ...usual, ...times },
  });
  for (const offset_ms of offsets)
    await owner('POST /api/projects/:project_id/prompts', {
      params,
      body: { body: richTextOf('What is on your mind?'), offset_ms },
    });
  await owner('POST /api/projects/:project_id/publish', { params });
  return (await owner('GET /api/projects/:project_id', { params })).project;
}

type Joined = Omit<Speaker, 'sessionId' | 'room'>;

async function joinAll({ apis }: StudySystem, { id, slug }: Project, count: number): Promise<Joined[]> {
  const urls = apis.map(({ url }) => url);
  const joined: Joined[] = [];
  let left = count;
  const lane = async (first: number): Promise<void> => {
    const call = createDoor({ urls, first });
    while (left-- > 0) {
      const { participant_token, boot } = await call('POST /api/sessions/join', { body: { slug } });
      const user = { id: boot.user.id, name: '', group_ids: [], seq: 0, lease_key: presenceKey(id) };
      joined.push({ participantToken: participant_token, token: boot.channel_token, user });
    }
  };
  await Promise.all(Array.from({ length: joinsAtOnce }, (_, index) => lane(index)));
  return joined;
}

/** So many people in full talks: they join through the api, give signs of life, and a worker forms their groups. */
export async function castOf(system: StudySystem, project: Project, count: number): Promise<Speaker[]> {
  const joined = await joinAll(system, project, count);
  const { knex } = system.database;
  await until(
    async () => {
      await system.redis.zadd(
        presenceKey(project.id),
        ...joined.flatMap(({ user }) => [Date.now(), user.id]),
      );
      const rows = await knex('participants')
        .where({ project_id: project.id, session_id: null })
        .select<{ id: number }[]>('id');
      return rows.length === 0;
    },
    { what: 'a talk for everybody', deadlineMs: 90_000, intervalMs: 200 },
  );
  const rows = await knex('participants')
    .where({ project_id: project.id })
    .select<{ user_id: number; session_id: number }[]>('user_id', 'session_id');
  const sessions = new Map(rows.map(({ user_id, session_id }) => [user_id, session_id]));
  return joined.map((person) => {
    const sessionId = sessions.get(person.user.id) ?? 0;
    return { ...person, sessionId, room: groupRoom(sessionId) };
  });
}
