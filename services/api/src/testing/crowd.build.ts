import { startService } from '@convomatic/kit/testing/service';
import type { RunningService } from '@convomatic/kit/testing/service';
import type { Boot } from '@convomatic/contracts';
import { presenceKey } from '@convomatic/contracts/names';
import type { TestApi } from './api.ts';

/** So many processes of the api, beside each other. */
export const startApis = ({ environment }: TestApi, count: number): Promise<RunningService[]> =>
  Promise.all(
    Array.from({ length: count }, () =>
      startService({ name: 'api', env: { ...environment, LOG_LEVEL: 'error' } }),
    ),
  );

export type Seated = { id: number; user_id: number; project_id: number };

/** Joins at one process; throws where that does not answer with a seat. */
export const joinAt = async ({ url }: RunningService, body: object): Promise<Seated> => {
  const answer = await fetch(`${url}/api/sessions/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`${String(answer.status)} ${await answer.text()}`);
  const { boot } = (await answer.json()) as { boot: Boot };
  if (!boot.place) throw new Error('joining gave no place');
  const { id, user_id, project_id } = boot.place.participant;
  return { id, user_id, project_id };
};

/** What the channel servers do for browsers that answer. */
export const renewLeases = async ({ redis }: TestApi, people: Seated[]): Promise<void> => {
  const pipeline = redis.pipeline();
  for (const { project_id, user_id } of people) {
    pipeline.zadd(presenceKey(project_id), Date.now(), String(user_id));
  }
  await pipeline.exec();
};

/** Runs over so many turns, a few of them at once. */
export const inLanes = async (
  turns: number,
  lanes: number,
  run: (turn: number) => Promise<void>,
): Promise<void> => {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < turns) {
      next += 1;
      await run(next);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};
