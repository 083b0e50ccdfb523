import type { Boot, CurrentUser } from '@convomatic/contracts';
import { currentUserKey } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildLiveProject, buildParticipant } from '../testing/participants.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';

let api: TestApi;
let team: TestTeam;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const currentUser = async (boot: Boot): Promise<CurrentUser | null> =>
  JSON.parse((await api.redis.get(currentUserKey(boot.channel_token))) ?? 'null') as CurrentUser | null;

describe('boot for a login', () => {
  it('gives the person, the teams with roles, and the numbers of all rooms', async () => {
    const answer = await team.owner.get('/api/boot').expect(200);
    expect(answer.body).toMatchObject({
      user: team.owner.user,
      groups: [{ id: team.id, kind: 'team', name: 'Team', role: 'owner' }],
      place: null,
      rooms: { [`user-${String(team.owner.user.id)}`]: 1, [`group-${String(team.id)}`]: 0 },
      epoch: 1,
      features: [],
    });
  });

  it('writes who may connect with the channel token, for half an hour, and renews it', async () => {
    const boot = (await team.owner.get('/api/boot').expect(200)).body as Boot;
    const key = currentUserKey(boot.channel_token);
    expect(await currentUser(boot)).toEqual({
      id: team.owner.user.id,
      name: team.owner.user.name,
      group_ids: [team.id],
      login_id: team.owner.loginId,
      seq: 1,
      lease_key: null,
    });
    await api.redis.expire(key, 5);
    const again = (await team.owner.get('/api/boot').expect(200)).body as Boot;
    expect(again.channel_token).toBe(boot.channel_token);
    expect(await api.redis.ttl(key)).toBeGreaterThan(1_700);
  });

  it('leaves out teams that the person has left', async () => {
    const left = await buildTeam(api);
    await api
      .knex('memberships')
      .where({ group_id: left.id })
      .update({ left_at: api.knex.raw('clock_timestamp()') });
    const boot = (await left.editor.get('/api/boot').expect(200)).body as Boot;
    expect(boot.groups).toEqual([]);
    expect(Object.keys(boot.rooms)).toEqual([`user-${String(left.editor.user.id)}`]);
  });
});

describe('boot for a participant', () => {
  it('gives the place that joining gave, and nothing of the team', async () => {
    const { project } = await buildLiveProject(team);
    const participant = await buildParticipant(api, project.slug);
    const boot = (await participant.get('/api/boot').expect(200)).body as Boot;
    const { server_time: _then, ...joined } = participant.boot;
    expect(boot).toMatchObject(joined);
    expect(boot).toMatchObject({ groups: [], place: { session: null, project: { slug: project.slug } } });
    expect(Object.keys(boot.rooms)).toEqual([`user-${String(boot.user.id)}`]);
  });

  it('lets the page renew a lease of the project as long as the person has not finished', async () => {
    const { project } = await buildLiveProject(team);
    const participant = await buildParticipant(api, project.slug);
    expect(await currentUser(participant.boot)).toMatchObject({
      login_id: null,
      lease_key: `presence:{project-${String(project.id)}}`,
    });
    await participant.post('/api/participants/me/leave').expect(200);
    const boot = (await participant.get('/api/boot').expect(200)).body as Boot;
    expect(await currentUser(boot)).toMatchObject({ lease_key: null });
  });
});

describe('boot', () => {
  it('is for people alone', async () => {
    await request(api.app).get('/api/boot').expect(401);
    await request(api.app).get('/api/boot').set('cookie', 'convomatic_login=rubbish').expect(401);
    await request(api.app).get('/api/boot').set('authorization', 'Basic eDp5').expect(401);
  });

  it('says that live updates are away while Redis is, and works again after it', async () => {
    await api.redisServer.kill();
    const answer = await team.owner.get('/api/boot').expect(503);
    expect(answer.body).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('Live updates'),
    });
    expect(answer.get('retry-after')).toBe('2');
    await api.redisServer.restart();
    await until(() => api.redis.status === 'ready');
    await team.owner.get('/api/boot').expect(200);
  });
});
