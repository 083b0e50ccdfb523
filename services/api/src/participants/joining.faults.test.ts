import type { RunningService } from '@convomatic/kit/testing/service';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { inLanes, joinAt, startApis } from '../testing/crowd.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import { buildLiveProject } from '../testing/study.build.ts';

let api: TestApi;
let processes: RunningService[];

beforeAll(async () => {
  api = await startApi();
  processes = await startApis(api, 2);
});
afterAll(async () => {
  await Promise.all(processes.map((service) => service.kill()));
  await api.close();
});

describe('one external id that joins at two processes at the same moment', () => {
  it('gets one seat, a thousand times', async () => {
    const project = await buildLiveProject(await buildTeam(api));
    const races = 1_000;
    let doubled = 0;
    await inLanes(races, 8, async (turn) => {
      const body = { slug: project.slug, platform: 'prolific', external_id: `person-${String(turn)}` };
      const seats = await Promise.all(processes.map((service) => joinAt(service, body)));
      if (new Set(seats.map(({ id }) => id)).size !== 1) doubled += 1;
    });
    expect(doubled).toBe(0);
    const seats = api.knex('participants').where({ project_id: project.id });
    expect(await seats.pluck('user_id')).toHaveLength(races);
  });
});
