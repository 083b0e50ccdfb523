import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildLiveProject, buildTalk } from '../testing/study.build.ts';
import type { Talk } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;
let talk: Talk;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
  talk = await buildTalk(api, await buildLiveProject(team));
});
afterAll(() => api.close());

const connection_id = 'kDk3-connection_0';
const watches = () => api.knex('events').where({ kind: 'watch.created' }).select('room', 'records');

describe('watching a session', () => {
  it('is an event of the own room that names the connection, and gives no membership', async () => {
    await team.observer.post(`${talk.path}/watch`, { connection_id }).expect(204);
    expect(await watches()).toEqual([
      {
        room: `user-${String(team.observer.user.id)}`,
        records: { watches: [{ connection_id, group_id: talk.session.id, team_id: team.id }] },
      },
    ]);
    const members = await api.knex('memberships').where({ group_id: talk.session.id }).select('id');
    expect(members).toHaveLength(talk.guests.length);
  });

  it('is for the team alone', async () => {
    const before = await watches();
    const path = `${talk.path}/watch`;
    await request(api.app).post(path).send({ connection_id }).expect(401);
    await talk.guests[0]?.post(path, { connection_id }).expect(403);
    await team.stranger.post(path, { connection_id }).expect(404);
    await team.owner.post('/api/sessions/999999/watch', { connection_id }).expect(404);
    await team.owner.post(path, { connection_id: 'no spaces, please' }).expect(400);
    expect(await watches()).toEqual(before);
  });
});
