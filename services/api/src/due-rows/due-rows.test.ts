import type { Event } from '@convomatic/contracts';
import { createLogger } from '@convomatic/kit/logger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Jobs } from '../jobs.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildJobs, buildLiveProject, buildTalk, makeDue } from '../testing/study.build.ts';
import type { Talk } from '../testing/study.build.ts';
import { createDueRows } from './due-rows.service.ts';

let api: TestApi;
let team: TestTeam;
let jobs: Jobs;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
  jobs = buildJobs(api);
});
afterAll(async () => {
  await jobs.close();
  await api.close();
});

const startTalk = async (offsets: number[]): Promise<Talk> =>
  buildTalk(api, await buildLiveProject(team, {}, offsets));

const deliveriesOf = ({ session }: Talk): Promise<number[]> =>
  api.knex('prompt_deliveries').where({ session_id: session.id }).orderBy('rank').pluck<number[]>('id');

const delivered = async ({ session }: Talk): Promise<Event[]> =>
  (await listRoomEvents(api.knex, `group-${String(session.id)}`)).filter(
    ({ kind }) => kind === 'prompt.delivered',
  );

describe('a prompt', () => {
  it('is delivered once when several workers claim it at the same moment, and once more never', async () => {
    const talk = await startTalk([0, 1_000, 2_000]);
    const due = await makeDue(api, 'prompt', await deliveriesOf(talk));
    const done = await Promise.all(Array.from({ length: 6 }, () => jobs.dueRows.claim('prompt', due)));
    expect(done.flat()).toHaveLength(3);
    await api.knex('due_rows').whereIn('id', due).update({ done_at: null });
    expect(await jobs.dueRows.claim('prompt', due)).toHaveLength(3);
    expect((await delivered(talk)).map(({ seq }) => seq)).toEqual([2, 3, 4]);
  });

  it('carries in its row the number of its event, and a fresh fetch is the same record', async () => {
    const [talk, other] = [await startTalk([0, 1_000]), await startTalk([0])];
    const ids = [...(await deliveriesOf(talk)), ...(await deliveriesOf(other))];
    await jobs.dueRows.claim('prompt', await makeDue(api, 'prompt', ids));
    for (const one of [talk, other]) {
      const events = await delivered(one);
      const { prompt_deliveries } = (await one.guests[0]?.get(one.path).expect(200))
        ?.body as Event['records'];
      expect(prompt_deliveries).toEqual(events.map(({ records }) => records.prompt_deliveries?.[0]));
      expect(prompt_deliveries?.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq));
    }
  });

  it('is never early', async () => {
    const talk = await startTalk([60_000]);
    const rows = await api
      .knex('due_rows')
      .whereIn('subject_id', await deliveriesOf(talk))
      .where({ kind: 'prompt' })
      .pluck<number[]>('id');
    expect(await jobs.dueRows.claim('prompt', rows)).toEqual([]);
    expect(await delivered(talk)).toEqual([]);
  });

  it('is passed over in a session that has ended', async () => {
    const talk = await startTalk([0]);
    await team.editor.post(`${talk.path}/close`).expect(200);
    const due = await makeDue(api, 'prompt', await deliveriesOf(talk));
    expect(await jobs.dueRows.claim('prompt', due)).toHaveLength(1);
    expect(await delivered(talk)).toEqual([]);
  });
});

describe('what is due', () => {
  it('is listed soonest first with the time that is left by the clock of the database', async () => {
    await api.knex('due_rows').update({ done_at: api.knex.raw('clock_timestamp()') });
    const talk = await startTalk([0, 500, 60_000]);
    const soon = await jobs.dueRows.listSoon(1_000);
    expect(soon.map(({ kind }) => kind)).toEqual(['prompt', 'prompt']);
    const [first, second] = soon;
    expect((second?.in_ms ?? 0) - (first?.in_ms ?? 0)).toBeCloseTo(500, 0);
    await api.knex('due_rows').update({ done_at: api.knex.raw('clock_timestamp()') });
    expect(talk.session.state).toBe('active');
  });

  it('goes one by one when it fails together, so that one bad row holds up nothing', async () => {
    const talk = await startTalk([0, 1_000, 2_000]);
    const ids = await deliveriesOf(talk);
    const due = await makeDue(api, 'prompt', ids);
    const tried: number[][] = [];
    const nothing = () => Promise.resolve([]);
    const dueRows = createDueRows({
      knex: api.knex,
      unitOfWork: api.components.unitOfWork,
      logger: createLogger({ service: 'test', level: 'silent' }),
      whenDue: {
        prompt: (_work, subjects) => {
          tried.push(subjects);
          return ids[1] !== undefined && subjects.includes(ids[1])
            ? Promise.reject(new Error('bad'))
            : nothing();
        },
        session_end: nothing,
        waiting_limit: nothing,
      },
    });
    expect(await dueRows.claim('prompt', due)).toHaveLength(2);
    expect(tried).toHaveLength(4);
    expect(await dueRows.listSoon(1_000)).toHaveLength(1);
    // It has been put off, and each time for longer.
    expect(await dueRows.claim('prompt', due)).toEqual([]);
    expect(tried).toHaveLength(4);
    const pauses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const again = api.knex('due_rows').where({ id: due[1] });
      await again.clone().update({ retry_at: api.knex.fn.now() });
      await dueRows.claim('prompt', due);
      const [row] = await again
        .clone()
        .select<{ ms: number }[]>(
          api.knex.raw(
            'round(extract(epoch from retry_at - clock_timestamp()) * 4)::float8 / 4 * 1000 as ms',
          ),
        );
      pauses.push(row?.ms ?? 0);
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000]);
  });

  it('is not held up by a thousand others that always fail', async () => {
    await api.knex('due_rows').update({ done_at: api.knex.raw('clock_timestamp()') });
    await api.knex.raw(
      `insert into due_rows (team_id, kind, subject_id, due_at)
       select :team, 'run_close', 1e9 + n, clock_timestamp() - interval '1 hour' from generate_series(1, 1000) n`,
      { team: team.id },
    );
    const talk = await startTalk([0]);
    const due = await makeDue(api, 'prompt', await deliveriesOf(talk));
    const dueRows = createDueRows({
      knex: api.knex,
      unitOfWork: api.components.unitOfWork,
      logger: createLogger({ service: 'test', level: 'silent' }),
      whenDue: {
        prompt: () => Promise.resolve([]),
        run_close: () => Promise.reject(new Error('bad')),
      },
    });
    const poison = await dueRows.listSoon(1_000);
    expect(poison.map(({ kind }) => kind)).not.toContain('prompt');
    await dueRows.claim(
      'run_close',
      poison.map(({ id }) => id),
    );
    // Those that are to be tried again already stand behind it.
    expect((await dueRows.listSoon(0))[0]?.id).toBe(due[0]);
    await api.knex('due_rows').update({ done_at: api.knex.raw('clock_timestamp()') });
  }, 60_000);

  it('is left alone while nobody knows what to do about its kind', async () => {
    await api.knex('due_rows').update({ done_at: api.knex.raw('clock_timestamp()') });
    const talk = await startTalk([0]);
    const due = await makeDue(api, 'prompt', await deliveriesOf(talk));
    const dueRows = createDueRows({
      knex: api.knex,
      unitOfWork: api.components.unitOfWork,
      logger: createLogger({ service: 'test', level: 'silent' }),
      whenDue: {},
    });
    expect(await dueRows.listSoon(1_000)).toEqual([]);
    expect(await dueRows.claim('prompt', due)).toEqual([]);
    expect(await jobs.dueRows.claim('prompt', due)).toHaveLength(1);
  });

  it('may be armed anew by what is done about it', async () => {
    const talk = await startTalk([0]);
    const [subject_id] = await deliveriesOf(talk);
    const due = await makeDue(api, 'prompt', [subject_id ?? 0]);
    const dueRows = createDueRows({
      knex: api.knex,
      unitOfWork: api.components.unitOfWork,
      logger: createLogger({ service: 'test', level: 'silent' }),
      whenDue: {
        prompt: async ({ trx }) => {
          const later = trx.raw("clock_timestamp() + interval '1 hour'");
          await trx('due_rows').whereIn('id', due).update({ done_at: null, due_at: later });
          return [];
        },
      },
    });
    expect(await dueRows.claim('prompt', due)).toHaveLength(1);
    expect(await api.knex('due_rows').whereIn('id', due).whereNull('done_at')).toHaveLength(1);
    expect(await dueRows.claim('prompt', due)).toEqual([]);
  });
});
