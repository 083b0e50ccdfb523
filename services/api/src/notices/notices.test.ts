import { systemNoticeChannel } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildPerson } from '../testing/people.build.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const notice = { type: 'maintenance', message: 'Back at noon' };

describe('a notice', () => {
  it('of an admin is numbered and published where every connection hears it', async () => {
    const heard: unknown[] = [];
    const subscriber = api.redis.duplicate({ enableOfflineQueue: true });
    subscriber.on('message', (_channel, text) => heard.push(JSON.parse(text)));
    await subscriber.subscribe(systemNoticeChannel);
    const admin = await buildPerson(api, 'admin');
    const answer = await admin.post('/api/notices', notice).expect(201);
    expect(answer.body).toEqual({ notice });
    await until(() => heard.length === 1);
    expect(heard[0]).toEqual({ ...notice, seq: 1, id: expect.any(Number), at: expect.any(String) });
    subscriber.disconnect();
  });

  it('is sent by nobody else', async () => {
    for (const role of ['guest', 'user', 'staff'] as const) {
      await (await buildPerson(api, role)).post('/api/notices', notice).expect(403);
    }
    await request(api.app).post('/api/notices').send(notice).expect(401);
  });
});
