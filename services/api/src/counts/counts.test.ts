import type { Count } from '@convomatic/contracts';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Jobs } from '../jobs.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildJobs, buildLiveProject, buildTalk, joinProject } from '../testing/study.build.ts';

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

const told = async (): Promise<Count[]> => {
  const events = await listRoomEvents(api.knex, `group-${String(team.id)}`);
  return events.flatMap(({ records }) => records.counts ?? []);
};

describe('the counts of a project', () => {
  it('are told to the team when they have changed, and at most once a second', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    await buildTalk(api, project);
    await joinProject(api, project.slug);
    await jobs.countChanged();
    const first = (await told()).at(-1);
    expect(first).toMatchObject({
      project_id: project.id,
      waiting: 1,
      active: 2,
      finished: 0,
      sessions_active: 1,
    });
    await jobs.countChanged();
    expect(await told()).toHaveLength(1);
    await joinProject(api, project.slug);
    await jobs.countChanged();
    expect(await told()).toHaveLength(1);
    await until(async () => (await jobs.countChanged()) === 1);
    const last = (await told()).at(-1);
    expect(last).toMatchObject({ waiting: 2, oldest_waiting_since: first?.oldest_waiting_since });
    const list = await team.observer.get(`/api/projects/${String(project.id)}/sessions`).expect(200);
    expect((list.body as { count: Count }).count).toEqual(last);
  });

  it('wait for an edit of the project before they hold the team’s room, which the edit needs', async () => {
    const project = await buildLiveProject(team);
    await joinProject(api, project.slug);
    const counted = await api.knex.transaction(async (edit) => {
      await edit('projects').where({ id: project.id }).forUpdate().first('id');
      const counting = jobs.countChanged();
      const waiting = `select from pg_locks where not granted and locktype in ('transactionid', 'tuple')`;
      await until(async () => (await api.knex.raw<{ rows: unknown[] }>(waiting)).rows.length > 0);
      await edit('rooms')
        .where({ name: `group-${String(team.id)}` })
        .forUpdate()
        .first('name');
      return { counting };
    });
    expect(await counted.counting).toBeGreaterThan(0);
  });

  it('are told once when two workers count at the same moment', async () => {
    const before = (await told()).length;
    const project = await buildLiveProject(team);
    await joinProject(api, project.slug);
    const other = buildJobs(api);
    await Promise.all([jobs.countChanged(), other.countChanged()]);
    expect(await told()).toHaveLength(before + 1);
    await other.close();
  });
});
