import { startService } from '@convomatic/kit/testing/processes';
import { testRedis } from '@convomatic/kit/testing/redis';
import { expect, it } from '@jest/globals';
import { connectBare, connected, ended } from './channels.build.ts';

it('CH18 ends in order on SIGTERM while clients are connected', async () => {
  const redis = await testRedis();
  const service = await startService({ name: 'channels', env: { REDIS_URL: redis.url } });
  const client = connectBare(service.url);
  await connected(client);
  const reason = ended(client);
  expect(await service.stop()).toBe(0);
  expect(await reason).toBe('transport close');
  await redis.close();
});

it('starts without Redis, and is ready when there is one', async () => {
  const redis = await testRedis();
  await redis.stop();
  const starting = startService({ name: 'channels', env: { REDIS_URL: redis.url } });
  await redis.restart();
  const service = await starting;
  expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
  await service.stop();
  await redis.close();
});
