import type { Boot, CurrentUser } from '@convomatic/contracts';
import { currentUserKey } from '@convomatic/contracts/names';
import { createEventLog } from '@convomatic/kit/event-log/event-log';
import { createLogger } from '@convomatic/kit/logger';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildLiveProject, buildParticipant } from '../testing/participants.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import {
  bePresent,
  buildJobs,
  buildLiveProject as buildTalkProject,
  joinProject,
} from '../testing/study.build.ts';
import type { Guest } from '../testing/study.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { createAdmit } from './admit.ts';
import { createComposeBoot, createCurrentUsers } from './index.ts';

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
      project_id: null,
      lease_key: 'presence:{people}',
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

describe('the rooms of boot', () => {
  it('are known to Redis from then on, where nothing happens at the moment, and are not put back', async () => {
    const log = createEventLog(api.redis);
    const quiet = await buildTeam(api);
    const room = `user-${String(quiet.observer.user.id)}`;
    const boot = (await quiet.observer.get('/api/boot').expect(200)).body as Boot;
    expect(await log.head(room)).toEqual({ epoch: boot.epoch, top: boot.rooms[room] });
    await api.knex('rooms').insert({ name: room, seq: 4 });
    await api.redis.flushall();
    await quiet.observer.get('/api/boot').expect(200);
    expect(await log.head(room)).toBeNull();
    await api.knex('rooms').where({ name: room }).update({ updated_at: '2026-01-01T00:00:00Z' });
    await quiet.observer.get('/api/boot').expect(200);
    expect(await log.head(room)).toEqual({ epoch: boot.epoch, top: 4 });
    await log.refill({ room, epoch: boot.epoch, last: 6, texts: ['{}'] });
    await quiet.observer.get('/api/boot').expect(200);
    expect(await log.read({ room, after: 5 })).toMatchObject({ top: 6, entries: [{ seq: 6 }] });
  });

  it('have the epoch that a restored database begins', async () => {
    const restored = await startApi();
    await restored.knex('realtime').update({ system_identifier: 'another server' });
    const { owner } = await buildTeam(restored);
    const boot = (await owner.get('/api/boot').expect(200)).body as Boot;
    expect(boot.epoch).toBeGreaterThan(1);
    const log = createEventLog(restored.redis);
    expect((await log.head(`group-${String(boot.groups[0]?.id)}`))?.epoch).toBe(boot.epoch);
    await restored.close();
  });

  it('and the groups are of one moment: who may connect knows each change up to its own number', async () => {
    const { id, observer } = await buildTeam(api);
    const room = `user-${String(observer.user.id)}`;
    const [{ seq: before } = { seq: 0 }] = await api
      .knex('rooms')
      .where({ name: room })
      .select<{ seq: number }[]>('seq');
    const change = (left_at: string | null) =>
      api.components.unitOfWork(async ({ trx, record }) => {
        await trx('memberships').where({ group_id: id, user_id: observer.user.id }).update({ left_at });
        record([room], () => [{ room, team_id: null, kind: 'membership.updated', records: {} }]);
      });
    for (let turn = 0; turn < 15; turn += 1) {
      const left_at = turn % 2 === 0 ? new Date().toISOString() : null;
      const [answer] = await Promise.all([observer.get('/api/boot').expect(200), change(left_at)]);
      const boot = answer.body as Boot;
      const isMember = ((boot.rooms[room] ?? 0) - before) % 2 === 0;
      expect(boot.groups).toHaveLength(isMember ? 1 : 0);
      expect(await currentUser(boot)).toMatchObject({
        seq: boot.rooms[room],
        group_ids: isMember ? [id] : [],
      });
    }
  });
});

describe('boot for somebody who never stands still', () => {
  it('ends, says so, and lets nobody connect by what was true before', async () => {
    const logger = createLogger({ service: 'test', level: 'silent' });
    const currentUsers = createCurrentUsers({ redis: api.redis, logger, expireSeconds: 60 });
    const { realtime, channelTokens, unitOfWork } = api.components;
    const { user, loginId } = (await buildTeam(api)).observer;
    const room = `user-${String(user.id)}`;
    let moves = 0;
    const admit = createAdmit({ realtime, channelTokens, currentUsers });
    const composeBoot = createComposeBoot({
      ...{ knex: api.knex, realtime, admit, channelTokens, currentUsers },
      secretOf: () => '',
      readPlace: () => Promise.reject(new Error('nobody takes part')),
      // Asked between the reading and the last look.
      isLoginLive: async () => {
        moves += 1;
        await unitOfWork(({ record }) => {
          record([room], () => [{ room, team_id: null, kind: 'membership.updated', records: {} }]);
          return Promise.resolve();
        });
        return true;
      },
    });
    const { id: user_id, name, platform_role } = user;
    const caller = { user_id, name, platform_role, login_id: loginId, participant: null, request: null };
    await expect(composeBoot(caller)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
    expect(moves).toBe(5);
    expect(await api.redis.exists(currentUserKey(channelTokens.forLogin(loginId)))).toBe(0);
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
      project_id: project.id,
      lease_key: `presence:{project-${String(project.id)}}`,
    });
    await participant.post('/api/participants/me/leave').expect(200);
    const boot = (await participant.get('/api/boot').expect(200)).body as Boot;
    expect(await currentUser(boot)).toMatchObject({ lease_key: null });
  });
});

describe('a participant of two projects', () => {
  it('connects with each token to the session of its own project alone', async () => {
    const source = { platform: 'panel', external_id: 'one-and-the-same' };
    const tokens: Guest[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const project = await buildTalkProject(team, { group_min: 2, group_target: 2 });
      const guest = await joinProject(api, project.slug, source);
      await bePresent(api, [guest, await joinProject(api, project.slug)]);
      const jobs = buildJobs(api);
      await jobs.match();
      await jobs.close();
      tokens.push(guest);
    }
    expect(tokens[0]?.user_id).toBe(tokens[1]?.user_id);
    for (const guest of tokens) {
      const boot = (await guest.get('/api/boot').expect(200)).body as Boot;
      const own = boot.place?.session?.session.id;
      expect(boot.groups.map(({ id }) => id)).toEqual([own]);
      expect(await currentUser(boot)).toMatchObject({
        group_ids: [own],
        project_id: guest.participant.project_id,
      });
    }
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
