import type { Prompt } from '@convomatic/contracts';
import { documentName } from '@convomatic/contracts/names';
import request from 'supertest';
import type { Test } from 'supertest';
import { serviceToken } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import type { Person } from '../testing/people.build.ts';

export const nameOf = (prompt: Pick<Prompt, 'id'>): string =>
  documentName({ type: 'prompt', id: prompt.id, field: 'body' });

/** What a signed-in page shows to open texts. */
export const secretOf = async (person: Person): Promise<string> => {
  const answer = await person.get('/api/boot').expect(200);
  return (answer.body as { collaboration_secret: string }).collaboration_secret;
};

/** Asks as the collaboration server does. */
export const buildCollaborationServer = (api: TestApi, owner = 'node-1', token = serviceToken) => {
  const asService = (test: Test): Test => test.set('authorization', `Bearer ${token}`);
  return {
    access: (user_secret: string, document_name: string): Test =>
      request(api.app).post('/api/hocuspocus').send({ user_secret, document_name }),
    load: (name: string, generation: number | null = null): Test =>
      asService(request(api.app).post(`/api/documents/${name}/load`)).send({ owner, generation }),
    save: (name: string, save: { generation: number; text: unknown; editors?: number[] }): Test =>
      asService(request(api.app).put(`/api/documents/${name}`)).send({ owner, editors: [], ...save }),
  };
};
