import type { Boot } from '@convomatic/contracts';
import request from 'supertest';
import type { Test } from 'supertest';
import type { TestApi } from './api.ts';
import type { TestTeam } from './people.build.ts';
import { buildProject } from './projects.build.ts';

/** A participant, who asks the api with the token that joining gave. */
export type TestParticipant = {
  token: string;
  boot: Boot;
  get: (path: string) => Test;
  post: (path: string, body?: object) => Test;
  delete: (path: string) => Test;
};

export const buildParticipant = async (api: TestApi, slug: string): Promise<TestParticipant> => {
  const client = request(api.app);
  const answer = await client.post('/api/sessions/join').send({ slug }).expect(201);
  const { participant_token: token, boot } = answer.body as { participant_token: string; boot: Boot };
  const withToken = (test: Test): Test => test.set('authorization', `Bearer ${token}`);
  return {
    token,
    boot,
    get: (path) => withToken(client.get(path)),
    post: (path, body) => withToken(body ? client.post(path).send(body) : client.post(path)),
    delete: (path) => withToken(client.delete(path)),
  };
};

/** A project that people can join, with prompts at these offsets. */
export const buildLiveProject = async (team: TestTeam, offsets: number[] = [0]) => {
  const design = await buildProject(team, offsets);
  await team.editor.post(`/api/projects/${String(design.project.id)}/publish`).expect(201);
  return design;
};
