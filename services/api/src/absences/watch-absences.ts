import { leaseMs, presenceKey } from '@convomatic/contracts/names';
import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { lockSessions } from '../sessions/index.ts';
import { endAbsences, insertAbsences, listTalkers } from './absences.repository.ts';
import type { Gone, Talker } from './absences.repository.ts';
import { announceAbsences } from './announce-absences.ts';
import { createJudge } from './judge-presence.ts';
import type { Judged, Sign } from './judge-presence.ts';

type Needs = {
  knex: Knex;
  unitOfWork: UnitOfWork;
  redis: Redis;
  /** For how long nobody is called absent after Redis was away, or this process began: browsers have to come back first. */
  settleMs?: number;
};

const keyOf = ({ project_id, user_id }: Talker): string => `${String(project_id)} ${String(user_id)}`;

/** The last sign of life of each, with one question for each project. */
const readSigns = async (redis: Redis, talkers: Talker[]): Promise<Sign[]> => {
  const signs: Sign[] = [];
  for (const [projectId, people] of Map.groupBy(talkers, ({ project_id }) => project_id)) {
    const users = people.map(({ user_id }) => String(user_id));
    const scores = await redis.zmscore(presenceKey(projectId), users);
    signs.push(
      ...people.map((person, index) => {
        const score = scores[index] ?? null;
        return { key: keyOf(person), lastMs: score === null ? null : Number(score) };
      }),
    );
  }
  return signs;
};

const listGone = (talkers: Talker[], judged: Map<string, Judged>): (Talker & Gone)[] =>
  talkers.flatMap((person) => {
    const away_ms = judged.get(keyOf(person))?.awayMs ?? null;
    return person.is_gone || away_ms === null ? [] : [{ ...person, cause: 'connection' as const, away_ms }];
  });

const listReturned = (talkers: Talker[], judged: Map<string, Judged>): (Talker & { absence_id: number })[] =>
  talkers.flatMap((person) => {
    const { absence_id } = person;
    return absence_id !== null && judged.get(keyOf(person))?.isPresent ? [{ ...person, absence_id }] : [];
  });

/** When a node of sockets dies many are gone at once; so that nothing waits for all of them, they are told in parts. */
const sessionsTogether = 25;

const inParts = (sessionIds: number[]): Set<number>[] => {
  const all = [...new Set(sessionIds)];
  return Array.from(
    { length: Math.ceil(all.length / sessionsTogether) },
    (_, part) => new Set(all.slice(part * sessionsTogether, (part + 1) * sessionsTogether)),
  );
};

/** Writes down who of those who talk has gone, and who is back. Rejects while Redis is away: nobody is absent then. */
export const createWatchAbsences = ({ knex, unitOfWork, redis, settleMs = leaseMs + 5_000 }: Needs) => {
  const judge = createJudge();
  let settledAt = performance.now() + settleMs;

  const writeDown = (gone: (Talker & Gone)[], returned: { session_id: number; absence_id: number }[]) =>
    unitOfWork(async (work) => {
      await lockSessions(
        work.trx,
        [...gone, ...returned].map(({ session_id }) => session_id),
      );
      const begun = await insertAbsences(
        work.trx,
        gone.map(({ participant_id, cause, away_ms }) => ({ participant_id, cause, away_ms })),
      );
      await announceAbsences(work, begun, 'member.absent');
      const ended = await endAbsences(
        work.trx,
        returned.map(({ absence_id }) => absence_id),
      );
      await announceAbsences(work, ended, 'member.returned');
    });

  const look = async (talkers: Talker[]): Promise<Map<string, Judged>> => {
    try {
      return judge(await readSigns(redis, talkers), Date.now());
    } catch (error) {
      settledAt = performance.now() + settleMs;
      throw error;
    }
  };

  return async (): Promise<void> => {
    const talkers = await listTalkers(knex);
    const judged = await look(talkers);
    const gone = performance.now() < settledAt ? [] : listGone(talkers, judged);
    const returned = listReturned(talkers, judged);
    for (const sessionIds of inParts([...gone, ...returned].map(({ session_id }) => session_id))) {
      const isOf = (person: Talker): boolean => sessionIds.has(person.session_id);
      await writeDown(gone.filter(isOf), returned.filter(isOf));
    }
  };
};
