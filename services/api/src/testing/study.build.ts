import type { Participant, Project, ProjectSettings, Session, SessionView } from '@convomatic/contracts';
import { presenceKey } from '@convomatic/contracts/names';
import { createLogger } from '@convomatic/kit/logger';
import request from 'supertest';
import type { Test } from 'supertest';
import { createJobs } from '../jobs.ts';
import type { Jobs } from '../jobs.ts';
import type { TestApi } from './api.ts';
import type { TestTeam } from './people.build.ts';
import { buildProject } from './projects.build.ts';

type Settings = Partial<ProjectSettings>;

/** A project that is live, with a prompt at each of these offsets. */
export const buildLiveProject = async (
  team: TestTeam,
  settings: Settings = {},
  offsets: number[] = [],
): Promise<Project> => {
  const { project } = await buildProject(team, offsets);
  const path = `/api/projects/${String(project.id)}`;
  const { version } = ((await team.editor.get(path).expect(200)).body as { project: Project }).project;
  await team.editor.patch(path, { version, ...settings }).expect(200);
  await team.editor.post(`${path}/publish`).expect(201);
  return ((await team.editor.get(path).expect(200)).body as { project: Project }).project;
};

/** Somebody who joined, and asks the api with the participant token. */
export type Guest = {
  participant: Participant;
  user_id: number;
  token: string;
  get: (path: string) => Test;
  post: (path: string, body?: object) => Test;
};

type Joined = {
  participant_token: string;
  boot: { user: { id: number }; place: { participant: Participant } };
};

export const joinProject = async (api: TestApi, slug: string, source: object = {}): Promise<Guest> => {
  const answer = await request(api.app)
    .post('/api/sessions/join')
    .send({ slug, ...source })
    .expect(201);
  const { participant_token: token, boot } = answer.body as Joined;
  const withToken = (test: Test): Test => test.set('authorization', `Bearer ${token}`);
  return {
    participant: boot.place.participant,
    user_id: boot.user.id,
    token,
    get: (path) => withToken(request(api.app).get(path)),
    post: (path, body) =>
      withToken(body ? request(api.app).post(path).send(body) : request(api.app).post(path)),
  };
};

/** What an answering browser does for its owner. */
export const bePresent = async (api: TestApi, guests: Guest[]): Promise<void> => {
  for (const { user_id, participant } of guests) {
    await api.redis.zadd(presenceKey(participant.project_id), Date.now(), String(user_id));
  }
};

export const joinPresent = async (api: TestApi, slug: string, count: number): Promise<Guest[]> => {
  const guests: Guest[] = [];
  for (let turn = 0; turn < count; turn += 1) guests.push(await joinProject(api, slug));
  await bePresent(api, guests);
  return guests;
};

/** The work of one worker, to be called by hand. */
export const buildJobs = (api: TestApi): Jobs =>
  createJobs({
    database: api.database,
    redis: api.redis,
    logger: createLogger({ service: 'test', level: process.env.TEST_LOG_LEVEL ?? 'silent' }),
    config: { MAIL_FROM: 'test@example.org', EVENTS_RETENTION_DAYS: 30 },
  });

export type Talk = { session: Session; guests: Guest[]; path: string; project: Project };

/** A session with so many people, who are all there. */
export const buildTalk = async (api: TestApi, project: Project): Promise<Talk> => {
  const guests = await joinPresent(api, project.slug, project.group_target);
  const jobs = buildJobs(api);
  await jobs.match();
  await jobs.close();
  const answer = await guests[0]?.get('/api/boot').expect(200);
  const { session } = (answer?.body as { place: { session: SessionView } }).place.session;
  return { session, guests, path: `/api/sessions/${String(session.id)}`, project };
};

/** Lets the time come for what is due of a kind, without waiting for it. */
export const makeDue = async ({ knex }: TestApi, kind: string, subjectIds: number[]): Promise<number[]> => {
  const rows = knex('due_rows').where({ kind }).whereIn('subject_id', subjectIds);
  await rows.clone().update({ due_at: knex.raw("clock_timestamp() - interval '1 ms'") });
  return rows.clone().orderBy('id').pluck<number[]>('id');
};

/** Two people who are asked whether they are there. */
export const buildAsked = async (api: TestApi, project: Project): Promise<Guest[]> => {
  const guests = await joinPresent(api, project.slug, project.group_target);
  const jobs = buildJobs(api);
  await jobs.match();
  await jobs.close();
  return guests;
};

/** Somebody who was asked, did not answer, and was put aside. */
export const buildAside = async (api: TestApi, project: Project): Promise<Guest> => {
  const [guest] = await buildAsked(api, project);
  if (!guest) throw new Error('nobody was asked');
  const { pending_group_id } = await api
    .knex('participants')
    .where({ id: guest.participant.id })
    .first<{ pending_group_id: number }>('pending_group_id');
  const jobs = buildJobs(api);
  await jobs.dueRows.claim('ready_limit', await makeDue(api, 'ready_limit', [pending_group_id]));
  await jobs.close();
  return guest;
};
