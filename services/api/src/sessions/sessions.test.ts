import { richTextOf } from '@convomatic/contracts';
import type { Count, Membership, Project, Prompt, Session, SessionView } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { applyEventsSince } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildJobs, buildLiveProject, buildTalk, joinProject, makeDue } from '../testing/study.build.ts';
import type { Talk } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const startTalk = async (): Promise<Talk> =>
  buildTalk(api, await buildLiveProject(team, { group_target: 3 }, [0, 60_000]));

const viewOf = async ({ path }: Talk): Promise<SessionView> =>
  (await team.observer.get(path).expect(200)).body as SessionView;

/** Everything that can happen in a talk. */
const liveThrough = async ({ guests, path, session }: Talk): Promise<void> => {
  const say = (body: string) =>
    guests[0]?.post(`${path}/messages`, { client_id: randomUUID(), type: 'text', body });
  await say('before')?.expect(201);
  const ids = await api.knex('prompt_deliveries').where({ session_id: session.id }).pluck<number[]>('id');
  const jobs = buildJobs(api);
  await jobs.dueRows.claim('prompt', await makeDue(api, 'prompt', ids));
  await say('after')?.expect(201);
  await guests[2]?.post('/api/participants/me/leave').expect(200);
  await jobs.dueRows.claim('session_end', await makeDue(api, 'session_end', [session.id]));
  await jobs.close();
};

describe('the view of a session', () => {
  it('is shown to its members without the prompts to come, and to the team with them', async () => {
    const talk = await startTalk();
    const own = (await talk.guests[0]?.get(talk.path).expect(200))?.body as SessionView;
    expect(own.session).toMatchObject({ id: talk.session.id, state: 'active', version_number: 1 });
    expect(own.memberships.map(({ user_id }) => user_id)).toEqual(talk.guests.map(({ user_id }) => user_id));
    expect(own.rooms).toEqual({
      [`group-${String(talk.session.id)}`]: 1,
      [`user-${String(talk.guests[0]?.user_id)}`]: 1,
    });
    expect([own.prompts, own.assignments]).toEqual([null, null]);
    expect(own.prompt_deliveries).toEqual([]);
    const { prompts } = await viewOf(talk);
    expect(prompts?.map(({ offset_ms }) => offset_ms)).toEqual([0, 60_000]);
  });

  it('with the events since equals a fresh one, after each thing that can happen', async () => {
    const talk = await startTalk();
    const before = await viewOf(talk);
    await liveThrough(talk);
    const fresh = await viewOf(talk);
    const held = await applyEventsSince(api.knex, before);
    expect(fresh.session.state).toBe('closed');
    expect(fresh.messages).toHaveLength(2);
    expect(fresh.prompt_deliveries.map(({ seq }) => seq)).toEqual([3, 4]);
    expect({ ...held, server_time: null }).toEqual({ ...fresh, server_time: null });
  });

  it('stays as it was when the project is edited and published again', async () => {
    const talk = await startTalk();
    const before = await viewOf(talk);
    const path = `/api/projects/${String(talk.project.id)}`;
    const { project } = (await team.editor.get(path)).body as { project: { version: number } };
    await team.editor
      .patch(path, { version: project.version, name: 'Other', duration_ms: 120_000 })
      .expect(200);
    await team.editor.post(`${path}/publish`).expect(201);
    // The team's room goes on: it is told of the edit.
    const moving = { server_time: null, rooms: null };
    expect({ ...(await viewOf(talk)), ...moving }).toEqual({ ...before, ...moving });
  });

  it('gives the prompts, and ends at the time, of the version that it began with', async () => {
    const talk = await startTalk();
    const rows = () =>
      Promise.all([
        api.knex('due_rows').orderBy('id').select('kind', 'subject_id', 'due_at'),
        api.knex('sessions').where({ id: talk.session.id }).first('ends_at', 'duration_ms'),
      ]);
    const before = await rows();
    const path = `/api/projects/${String(talk.project.id)}`;
    const design = (await team.editor.get(path)).body as { project: Project; prompts: Prompt[] };
    const [prompt] = design.prompts;
    const { version } = design.project;
    const farewell = richTextOf('Another farewell');
    const settings = { version, duration_ms: 240_000, drop_out_policy: 'end', farewell };
    await team.editor.patch(path, settings).expect(200);
    await team.editor
      .patch(`/api/prompts/${String(prompt?.id)}`, {
        body: richTextOf('Another question?'),
        offset_ms: 1_000,
      })
      .expect(200);
    await team.editor.post(`${path}/publish`).expect(201);
    expect(await rows()).toEqual(before);
    await liveThrough(talk);
    const { prompt_deliveries, farewell: given } = await viewOf(talk);
    expect(prompt_deliveries[0]?.body).toEqual(prompt?.body);
    expect(given).toEqual(design.project.farewell);
  });

  it('is not there for strangers, people of another talk and those who left', async () => {
    const [talk, other] = [await startTalk(), await startTalk()];
    await request(api.app).get(talk.path).expect(401);
    await team.stranger.get(talk.path).expect(404);
    await other.guests[0]?.get(talk.path).expect(404);
    await talk.guests[0]?.post('/api/participants/me/leave').expect(200);
    await talk.guests[0]?.get(talk.path).expect(404);
    await team.owner.get('/api/sessions/999999').expect(404);
    await team.owner.get('/api/sessions/abc').expect(400);
  });

  it('is not opened by the token of another project, though the person is the same', async () => {
    const talk = await startTalk();
    const elsewhere = await buildLiveProject(team);
    const [member] = talk.guests;
    const guest = await joinProject(api, elsewhere.slug);
    await api
      .knex('memberships')
      .where({ group_id: talk.session.id, user_id: member?.user_id })
      .update({ user_id: guest.user_id });
    await guest.get(talk.path).expect(404);
    const message = { client_id: randomUUID(), type: 'text', body: 'hello?' };
    await guest.post(`${talk.path}/messages`, message).expect(404);
  });
});

describe('the sessions of a project', () => {
  it('are listed newest first with who is in them and how many people there are', async () => {
    const project = await buildLiveProject(team, { group_target: 2 });
    const [first, second] = [await buildTalk(api, project), await buildTalk(api, project)];
    await joinProject(api, project.slug);
    const answer = await team.observer.get(`/api/projects/${String(project.id)}/sessions`).expect(200);
    const { sessions, memberships, count } = answer.body as {
      sessions: Session[];
      memberships: Membership[];
      count: Count;
    };
    expect(sessions.map(({ id }) => id)).toEqual([second.session.id, first.session.id]);
    expect(memberships).toHaveLength(4);
    expect(count).toMatchObject({
      project_id: project.id,
      waiting: 1,
      active: 4,
      finished: 0,
      sessions_active: 2,
    });
    expect(count.oldest_waiting_since).not.toBeNull();
  });

  it('are for the team alone', async () => {
    const project = await buildLiveProject(team);
    const path = `/api/projects/${String(project.id)}/sessions`;
    await request(api.app).get(path).expect(401);
    await (await joinProject(api, project.slug)).get(path).expect(403);
    await team.stranger.get(path).expect(404);
    await team.owner.get('/api/projects/999999/sessions').expect(404);
  });
});
