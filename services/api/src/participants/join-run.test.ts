import { richTextOf } from '@convomatic/contracts';
import type { Boot } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildLiveProject, joinProject } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const join = (body: object) => request(api.app).post('/api/sessions/join').send(body);

const runOf = async (projectId: number): Promise<number> => {
  const run = await api.knex('runs').where({ project_id: projectId }).first<{ id: number }>('id');
  return run.id;
};

const limitRun = async (projectId: number, max_participants: number): Promise<void> => {
  const path = `/api/runs/${String(await runOf(projectId))}`;
  await team.editor.patch(path, { max_participants }).expect(200);
};

const countSeats = async (projectId: number): Promise<number> =>
  (await api.knex('participants').where({ project_id: projectId }).pluck('id')).length;

describe('a new seat', () => {
  it('belongs to the run that is open', async () => {
    const project = await buildLiveProject(team);
    const { participant } = await joinProject(api, project.slug);
    expect(participant.run_id).toBe(await runOf(project.id));
  });

  it('is refused before the run opens, after its time, and once it is closed', async () => {
    const project = await buildLiveProject(team);
    const run = api.knex('runs').where({ project_id: project.id });
    const times = ["clock_timestamp() + interval '1 hour'", "clock_timestamp() - interval '1 hour'"];
    const [later, earlier] = times.map((time) => api.knex.raw(time));
    for (const change of [
      { opens_at: later },
      { opens_at: earlier, closes_at: earlier },
      { closes_at: null, closed_at: earlier },
    ]) {
      await run.clone().update(change);
      expect((await join({ slug: project.slug }).expect(409)).body).toMatchObject({
        code: 'project_not_live',
      });
    }
    await run.clone().update({ closed_at: null });
    await join({ slug: project.slug }).expect(201);
  });

  it('is the last one of a limited run for exactly one of those who come at once', async () => {
    const project = await buildLiveProject(team);
    await limitRun(project.id, 4);
    await joinProject(api, project.slug, { external_id: 'first' });
    const answers = await Promise.all(Array.from({ length: 24 }, () => join({ slug: project.slug })));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ body }) => (body as { code: string }).code)).toEqual(
      Array.from({ length: 21 }, () => 'run_full'),
    );
    expect(await countSeats(project.id)).toBe(4);
    await join({ slug: project.slug, external_id: 'first' }).expect(201);
    await limitRun(project.id, 5);
    await join({ slug: project.slug }).expect(201);
    await join({ slug: project.slug }).expect(409);
  });

  it('is not one too many when the limit is set while people come', async () => {
    const project = await buildLiveProject(team);
    const people = Array.from({ length: 30 }, () => join({ slug: project.slug }));
    const answers = Promise.all(people);
    await limitRun(project.id, 5);
    const taken = await countSeats(project.id);
    await answers;
    expect(await countSeats(project.id)).toBeLessThanOrEqual(Math.max(5, taken));
  });

  it('comes with all that a fresh fetch says', async () => {
    const project = await buildLiveProject(team, { consent: richTextOf('Do you agree?'), naming: 'asked' });
    for (const source of [{ name: 'Ada' }, { name: 'Grace', external_id: 'known' }]) {
      const answer = (await join({ slug: project.slug, ...source }).expect(201)).body as {
        participant_token: string;
        boot: Boot;
      };
      const fresh = (
        await request(api.app)
          .get('/api/boot')
          .set('authorization', `Bearer ${answer.participant_token}`)
          .expect(200)
      ).body as Boot;
      expect({ ...answer.boot, server_time: fresh.server_time }).toEqual(fresh);
    }
  });

  it('of somebody known comes with the number of the own room', async () => {
    const [one, other] = [await buildLiveProject(team), await buildLiveProject(team)];
    const first = await joinProject(api, one.slug, { external_id: 'twice' });
    await first.post('/api/participants/me/leave').expect(200);
    const { boot } = (await join({ slug: other.slug, external_id: 'twice' }).expect(201)).body as {
      boot: Boot;
    };
    expect(boot.rooms).toEqual({ [`user-${String(first.user_id)}`]: 1 });
    expect(boot.place?.participant).toMatchObject({ user_id: first.user_id, state: 'waiting' });
  });
});

describe('a name that is asked for', () => {
  it('has to be said, by whoever takes a new seat', async () => {
    const project = await buildLiveProject(team, { naming: 'asked' });
    const answer = await join({ slug: project.slug, external_id: 'ada' }).expect(422);
    expect(answer.body).toMatchObject({ fields: { name: expect.any(String) } });
    expect(await countSeats(project.id)).toBe(0);
    const seat = await joinProject(api, project.slug, { name: ' Ada ', external_id: 'ada' });
    expect(seat.participant.name).toBe('Ada');
    await join({ slug: project.slug, external_id: 'ada' }).expect(201);
  });

  it('is nobody else’s in the run, in capitals or not, until that person has finished', async () => {
    const project = await buildLiveProject(team, { naming: 'asked' });
    const ada = await joinProject(api, project.slug, { name: 'Ada' });
    const taken = await join({ slug: project.slug, name: 'ADA' }).expect(409);
    expect(taken.body).toMatchObject({ code: 'name_taken' });
    expect(await countSeats(project.id)).toBe(1);
    await ada.post('/api/participants/me/leave').expect(200);
    await join({ slug: project.slug, name: 'ada' }).expect(201);
  });

  it('is given to one of many who ask for it at once, and to one person who comes twice', async () => {
    const project = await buildLiveProject(team, { naming: 'asked' });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => join({ slug: project.slug, name: 'Ada' })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (let round = 0; round < 10; round += 1) {
      const person = {
        slug: project.slug,
        name: `Ada ${String(round)}`,
        external_id: `ada-${String(round)}`,
      };
      await Promise.all(Array.from({ length: 3 }, () => join(person).expect(201)));
    }
    expect(await countSeats(project.id)).toBe(11);
  });

  it('is left aside where names are generated', async () => {
    const { participant } = await joinProject(api, (await buildLiveProject(team)).slug, { name: 'Ada' });
    expect(participant.name).toBeNull();
  });
});
