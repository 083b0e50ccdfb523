import type { Participant } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildLiveProject, buildTalk, joinProject } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

describe('the participants of a project', () => {
  it('are listed newest first, of one state where it is asked for, and further back by id', async () => {
    const project = await buildLiveProject(team);
    const talk = await buildTalk(api, project);
    const waiting = await joinProject(api, project.slug);
    const path = `/api/projects/${String(project.id)}/participants`;
    const list = async (query = '') => {
      const { participants, more } = (await team.observer.get(`${path}${query}`).expect(200)).body as {
        participants: Participant[];
        more: boolean;
      };
      return { ids: participants.map(({ id }) => id), more };
    };
    const [one, two] = talk.guests.map(({ participant }) => participant.id);
    expect(await list()).toEqual({ ids: [waiting.participant.id, two, one], more: false });
    expect((await list('?state=waiting')).ids).toEqual([waiting.participant.id]);
    expect((await list(`?before=${String(two)}`)).ids).toEqual([one]);
    await team.observer.get(`${path}?state=asleep`).expect(400);
  });

  it('are for the team alone', async () => {
    const project = await buildLiveProject(team);
    const path = `/api/projects/${String(project.id)}/participants`;
    await request(api.app).get(path).expect(401);
    await (await joinProject(api, project.slug)).get(path).expect(403);
    await team.stranger.get(path).expect(404);
  });
});
