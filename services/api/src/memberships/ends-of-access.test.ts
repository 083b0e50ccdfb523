import type { Boot, CurrentUser, Prompt } from '@convomatic/contracts';
import { currentUserKey } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { buildCollaborationServer, nameOf } from '../documents/documents.build.ts';
import { askForLink, headersOf, signIn } from '../login-links/sign-in.build.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildPerson, buildTeam } from '../testing/people.build.ts';
import type { Person, TestTeam } from '../testing/people.build.ts';
import { buildJobs, buildLiveProject, buildTalk } from '../testing/study.build.ts';
import type { Talk } from '../testing/study.build.ts';

let api: TestApi;
let admin: Person;
beforeAll(async () => {
  api = await startApi();
  admin = await buildPerson(api, 'admin');
});
afterAll(() => api.close());

/** A member who has everything open that the team has: a page, a talk to watch, a text. */
type Scene = { team: TestTeam; member: Person; talk: Talk; prompt: Prompt; boot: Boot };

const buildScene = async (): Promise<Scene> => {
  const team = await buildTeam(api);
  const project = await buildLiveProject(team, {}, [60_000]);
  const talk = await buildTalk(api, project);
  const member = team.editor;
  const design = await member.get(`/api/projects/${String(project.id)}`).expect(200);
  const [prompt] = (design.body as { prompts: Prompt[] }).prompts;
  if (!prompt) throw new Error('the project has no prompt');
  return { team, member, talk, prompt, boot: (await member.get('/api/boot').expect(200)).body as Boot };
};

const connection_id = 'kDk3-connection_0';

/** What each door answers now, by its status. */
const tryDoors = async ({ team, member, talk, prompt, boot }: Scene): Promise<Record<string, number>> => {
  const collaboration = buildCollaborationServer(api);
  const answers = {
    team: await member.get(`/api/teams/${String(team.id)}`),
    project: await member.get(`/api/projects/${String(talk.project.id)}`),
    change: await member.patch(`/api/prompts/${String(prompt.id)}`, { offset_ms: 61_000 }),
    watch: await member.post(`${talk.path}/watch`, { connection_id }),
    export: await member.get(`${talk.path}/export?format=csv`),
    text: await collaboration.access(boot.collaboration_secret ?? '', nameOf(prompt)),
  };
  return Object.fromEntries(Object.entries(answers).map(([door, { status }]) => [door, status]));
};

const connectsTo = async ({ boot }: Scene): Promise<number[] | null> => {
  const value = await api.redis.get(currentUserKey(boot.channel_token));
  return value === null ? null : (JSON.parse(value) as CurrentUser).group_ids;
};

const groupsOf = async ({ member }: Scene): Promise<number[]> =>
  ((await member.get('/api/boot').expect(200)).body as Boot).groups.map(({ id }) => id);

const open = { team: 200, project: 200, change: 200, watch: 204, export: 200, text: 200 };
const hidden = { team: 404, project: 404, change: 404, watch: 404, export: 404, text: 404 };
const signedOut = { team: 401, project: 401, change: 401, watch: 401, export: 401, text: 401 };

const pathOf = ({ team, member }: Scene): string =>
  `/api/teams/${String(team.id)}/memberships/${String(member.user.id)}`;

describe('a member', () => {
  it('has all doors open, to begin with', async () => {
    const scene = await buildScene();
    expect(await tryDoors(scene)).toEqual(open);
    expect(await connectsTo(scene)).toEqual([scene.team.id]);
  });

  it.each<[string, (scene: Scene) => Promise<unknown>]>([
    ['was removed', (scene) => scene.team.owner.delete(pathOf(scene)).expect(204)],
    ['has left', (scene) => scene.member.delete(pathOf(scene)).expect(204)],
  ])('who %s finds every door shut with the next request, and no way to connect', async (_how, end) => {
    const scene = await buildScene();
    await end(scene);
    expect(await tryDoors(scene)).toEqual(hidden);
    await until(async () => (await connectsTo(scene)) === null);
    expect(await groupsOf(scene)).toEqual([]);
    expect(await connectsTo(scene)).toEqual([]);
  });

  it('loses only the team that is removed, and there is told by every door', async () => {
    const scene = await buildScene();
    await scene.team.editor.post('/api/teams', { name: 'Own' }).expect(201);
    const session_id = scene.talk.session.id;
    await scene.team.owner.post(`/api/sessions/${String(session_id)}/close`).expect(200);
    await scene.team.owner.delete(`/api/teams/${String(scene.team.id)}`).expect(204);
    expect(await tryDoors(scene)).toEqual(hidden);
    await until(async () => !(await connectsTo(scene))?.includes(scene.team.id));
    const [own, ...others] = await groupsOf(scene);
    expect(others).toEqual([]);
    expect(own).not.toBe(scene.team.id);
    expect(await connectsTo(scene)).toEqual([own]);
  });

  it('whose role is lowered reads on, and writes no more', async () => {
    const scene = await buildScene();
    await scene.team.owner.patch(pathOf(scene), { role: 'observer' }).expect(200);
    expect(await tryDoors(scene)).toEqual({ ...open, change: 403 });
    const text = await buildCollaborationServer(api)
      .access(scene.boot.collaboration_secret ?? '', nameOf(scene.prompt))
      .expect(200);
    expect(text.body).toMatchObject({ mode: 'read' });
    expect(await groupsOf(scene)).toEqual([scene.team.id]);
  });

  it.each<[string, (scene: Scene) => Promise<unknown>]>([
    ['was blocked', ({ member }) => admin.post(`/api/users/${String(member.user.id)}/block`).expect(200)],
    [
      'was signed out by an admin',
      ({ member }) => admin.delete(`/api/users/${String(member.user.id)}/logins`).expect(204),
    ],
    ['has signed out', ({ member }) => member.delete('/api/logins/current').expect(204)],
    [
      'has ended the login from elsewhere',
      ({ member }) => member.delete(`/api/logins/${String(member.loginId)}`).expect(204),
    ],
  ])('who %s is nobody with the next request, and has no way to connect', async (_how, end) => {
    const scene = await buildScene();
    await end(scene);
    expect(await tryDoors(scene)).toEqual(signedOut);
    expect(await connectsTo(scene)).toBeNull();
  });
});

describe('somebody who was removed from the only team they had', () => {
  it('has a team of their own after signing in again, and nothing of the other', async () => {
    const team = await buildTeam(api);
    const { id, name, email } = team.editor.user;
    await team.owner.delete(`/api/teams/${String(team.id)}/memberships/${String(id)}`).expect(204);
    const { token } = await askForLink(api, email ?? '');
    const answer = await signIn(api, { token }).expect(201);
    const boot = await request(api.app).get('/api/boot').set(headersOf(api, answer)).expect(200);
    expect((boot.body as Boot).groups).toMatchObject([{ name: `${name}’s team`, role: 'owner' }]);
  });
});

describe('ending access', () => {
  it('leaves no way in to a page that asks boot at the same moment', async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      const team = await buildTeam(api);
      const member = team.editor;
      const path = `/api/teams/${String(team.id)}/memberships/${String(member.user.id)}`;
      const [answer] = await Promise.all([member.get('/api/boot'), team.owner.delete(path).expect(204)]);
      const key = currentUserKey((answer.body as Boot).channel_token);
      await until(async () => {
        const value = await api.redis.get(key);
        return value === null || !(JSON.parse(value) as CurrentUser).group_ids.includes(team.id);
      });
    }
  });

  it('while Redis is away is done by the sweep when it is back', async () => {
    const scene = await buildScene();
    const key = currentUserKey(scene.boot.channel_token);
    const tokens = `channel_tokens:{user-${String(scene.member.user.id)}}`;
    const [value, known] = [await api.redis.get(key), await api.redis.smembers(tokens)];
    await api.redisServer.kill();
    await scene.team.owner.delete(pathOf(scene)).expect(204);
    await api.redisServer.restart();
    await until(() => api.redis.status === 'ready');
    // As a Redis that kept its memory through an interrupted network.
    await api.redis.set(key, value ?? '');
    await api.redis.sadd(tokens, ...known);
    const jobs = buildJobs(api);
    await until(async () => {
      await jobs.sweep();
      return (await connectsTo(scene)) === null;
    });
    await jobs.close();
  });
});
