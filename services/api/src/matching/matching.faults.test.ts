import { startService } from '@convomatic/kit/testing/service';
import type { RunningService } from '@convomatic/kit/testing/service';
import { until } from '@convomatic/kit/testing/until';
import type { Project } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Knex } from 'knex';
import { setTimeout as pause } from 'node:timers/promises';
import type { Jobs } from '../jobs.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { joinAt, renewLeases, startApis } from '../testing/crowd.build.ts';
import type { Seated } from '../testing/crowd.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildJobs, buildLiveProject, joinProject } from '../testing/study.build.ts';

/** Five hundred with ARRIVALS=500; fewer where several tests share a machine. */
const arrivals = Number(process.env.ARRIVALS ?? 160);

const conditions = [
  { name: 'warm', weight: 1 },
  { name: 'cold', weight: 1 },
];

let api: TestApi;
let team: TestTeam;
let workers: Jobs[];

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
  workers = [buildJobs(api), buildJobs(api)];
});
afterAll(async () => {
  for (const worker of workers) await worker.close();
  await api.close();
});

const joinSome = async ({ slug }: Project, count: number): Promise<Seated[]> => {
  const guests = [];
  for (let turn = 0; turn < count; turn += 1) guests.push(await joinProject(api, slug));
  return guests.map(({ participant }) => participant);
};

type Row = { id: number; state: string; session_id: number | null; talks: number; reasons: number };

/** Everybody, with the number of talks that they are in by each of the tables that say so. */
const standing = async ({ id }: Project): Promise<Row[]> => {
  const { rows } = await api.knex.raw<{ rows: Row[] }>(
    `select p.id, p.state, p.session_id,
       (select count(*)::int from memberships m join sessions s on s.id = m.group_id
        where m.user_id = p.user_id and s.project_id = p.project_id) as talks,
       (select count(*)::int from assignments a where a.participant_id = p.id) as reasons
     from participants p where p.project_id = ? order by p.id`,
    [id],
  );
  return rows;
};

/** Everyone is in exactly one full group, or waits, and no group's worth of people waits. */
const expectWhole = async (project: Project, count: number): Promise<void> => {
  const people = await standing(project);
  expect(people).toHaveLength(count);
  const { active = [], waiting = [], ...others } = Object.groupBy(people, ({ state }) => state);
  expect(Object.keys(others)).toEqual([]);
  expect(waiting.length).toBeLessThan(project.group_target);
  for (const { talks, reasons } of active) expect([talks, reasons]).toEqual([1, 1]);
  for (const { talks, reasons } of waiting) expect([talks, reasons]).toEqual([0, 0]);
  const sizes = [...Map.groupBy(active, ({ session_id }) => session_id).values()].map(({ length }) => length);
  expect(new Set(sizes)).toEqual(new Set([project.group_target]));
};

const expectBalanced = async ({ id }: Project): Promise<void> => {
  const arms = await api.knex('sessions').where({ project_id: id }).pluck<string[]>('condition');
  const warm = arms.filter((arm) => arm === 'warm').length;
  expect(Math.abs(arms.length - 2 * warm)).toBeLessThanOrEqual(1);
};

describe('hundreds who join within a second', () => {
  it('are each in one full group, or wait, though one of two apis is killed in the middle', async () => {
    const project = await buildLiveProject(team, { group_target: 4, conditions });
    const apis = await startApis(api, 2);
    const [doomed, other] = apis;
    if (!doomed || !other) throw new Error('there are no two apis');
    const seated = new Map<number, Seated>();
    let isOver = false;
    const arrive = async (turn: number): Promise<void> => {
      const body = { slug: project.slug, external_id: `person-${String(turn)}` };
      await pause((turn / arrivals) * 1_000);
      // As pages do: who gets no answer asks again, of whoever answers.
      const seat = await joinAt(turn % 2 === 0 ? doomed : other, body).catch(() => joinAt(other, body));
      seated.set(seat.id, seat);
      if (seated.size === Math.floor(arrivals / 2)) await doomed.kill();
    };
    const match = async (worker: Jobs): Promise<void> => {
      while (!isOver) {
        await renewLeases(api, [...seated.values()]);
        await worker.match();
        await pause(50);
      }
    };
    const matching = Promise.all(workers.map(match));
    await Promise.all(Array.from({ length: arrivals }, (_, turn) => arrive(turn)));
    isOver = true;
    await matching;
    await renewLeases(api, [...seated.values()]);
    await workers[0]?.match();
    expect(seated.size).toBe(arrivals);
    await expectWhole(project, arrivals);
    await expectBalanced(project);
    await other.kill();
  }, 120_000);
});

describe('fifty who wait while Redis is flushed', () => {
  it('are matched as if nothing had been', async () => {
    const project = await buildLiveProject(team, { group_target: 5 });
    const people = await joinSome(project, 50);
    await renewLeases(api, people.slice(0, 4));
    expect(await workers[0]?.match()).toBe(0);
    await api.redis.flushall();
    expect(await workers[0]?.match()).toBe(0);
    // One round of answers to pings.
    await renewLeases(api, people);
    expect(await workers[0]?.match()).toBe(50);
    await expectWhole(project, 50);
    const queue = await api.knex('formings').where({ project_id: project.id }).pluck<number[][]>('queue');
    expect(queue).toEqual([people.map(({ id }) => id)]);
  });
});

/** A row that stops a match where it needs it, until this is let go. */
const holdRow = async (text: string, value: string | number) => {
  const trx = await api.knex.transaction();
  const { rows } = await trx.raw<{ rows: unknown[] }>(`${text} for update`, [value]);
  expect(rows).toHaveLength(1);
  return trx;
};

/** Whoever locks people and waits for somebody else is a match, and stands at the row that is held. */
const isMatchStopped = async (): Promise<boolean> => {
  const text = `select from pg_locks waits join pg_stat_activity using (pid)
    where not waits.granted and application_name like '%worker%' and exists (select from pg_locks held
      where held.pid = waits.pid and held.relation = 'participants'::regclass and held.mode = 'RowShareLock')`;
  return (await api.knex.raw<{ rows: unknown[] }>(text)).rows.length > 0;
};

const startWorker = (): Promise<RunningService> => {
  const { DATABASE_URL = '', REDIS_URL = '' } = api.environment;
  return startService({ name: 'worker', env: { DATABASE_URL, REDIS_URL, LOG_LEVEL: 'error' } });
};

type Scene = { run_id: string; people: Seated[] };

/** Stops a match of the worker at a row, freezes the process, and lets go of the row: its locks stay. */
const freezeAt = async (worker: RunningService, hold: Promise<Knex.Transaction>, people: Seated[]) => {
  const held = await hold;
  await renewLeases(api, people);
  await until(isMatchStopped, { what: 'a match at the row', intervalMs: 5 }).finally(() => {
    process.kill(worker.pid(), 'SIGSTOP');
    return held.rollback();
  });
};

describe('a worker that is frozen in the middle of a match', () => {
  let frozen: RunningService;
  beforeAll(async () => {
    frozen = await startWorker();
  });
  afterAll(() => frozen.kill());

  const steps: Record<string, (scene: Scene) => Promise<Knex.Transaction>> = {
    'at the fence': ({ people }) => holdRow('select id from participants where id = ?', people[0]?.id ?? 0),
    'with its arms to draw': ({ run_id }) => holdRow('select run_id from draws where run_id = ?', run_id),
    'with everything written': () =>
      holdRow('select name from rooms where name = ?', `group-${String(team.id)}`),
  };

  it.each(Object.entries(steps))('%s: nobody is in two groups, and nobody is lost', async (_, hold) => {
    const project = await buildLiveProject(team, { group_target: 3, conditions });
    const run = await api.knex('runs').where({ project_id: project.id }).first<{ id: string }>('id');
    const first = await joinSome(project, 3);
    await until(async () => {
      await renewLeases(api, first);
      return (await standing(project)).every(({ state }) => state === 'active');
    });
    const people = await joinSome(project, 10);
    await freezeAt(frozen, hold({ run_id: run.id, people }), people);
    await until(async () => {
      await renewLeases(api, people);
      return (await workers[0]?.match()) === 9;
    });
    process.kill(frozen.pid(), 'SIGCONT');
    const more = await joinSome(project, 2);
    // The one that was frozen goes on: it forms the next group.
    await until(async () => {
      await renewLeases(api, [...people, ...more]);
      return (await standing(project)).every(({ state }) => state === 'active');
    });
    await expectWhole(project, 15);
    await expectBalanced(project);
  });
});
