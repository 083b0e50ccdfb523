import { endpoints } from '@convomatic/contracts';
import type { Endpoint } from '@convomatic/contracts';
import { createHttpApp, listen } from '@convomatic/kit/http';
import type { Listening } from '@convomatic/kit/http';
import { createLogger } from '@convomatic/kit/logger';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RequestListener } from 'node:http';
import { randomBytes } from 'node:crypto';
import { startApi } from './testing/api.ts';
import { createAsking } from './testing/rubbish/asking.ts';
import type { Asked } from './testing/rubbish/asking.ts';
import { growthOf } from './testing/rubbish/growth.ts';
import { buildWorld } from './testing/rubbish/world.build.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const bodyBytes = 100_000;
const turns = 300;
/** A server that kept a tenth of what it was sent would grow by more. */
const mostGrowth = (turns * bodyBytes) / 10;

/** Another one each time, so that no two share their memory. */
const rubbishBody = (): string => JSON.stringify({ surprise: randomBytes(bodyBytes / 2).toString('hex') });

const ask = async (app: RequestListener): Promise<(asked: Omit<Asked, 'body'>) => Promise<unknown>> => {
  const http: Listening = await listen(app, 0, { host: '127.0.0.1' });
  const asking = createAsking(http.port);
  closing.push(() => http.close(500), asking.close);
  return ({ headers, ...asked }) =>
    asking.ask({
      ...asked,
      headers: { ...headers, 'content-type': 'application/json' },
      body: rubbishBody(),
    });
};

describe('rubbish', () => {
  it('leaves nothing in memory, wherever it was sent', async () => {
    const api = await startApi();
    closing.push(api.close);
    const all: Endpoint[] = Object.values(endpoints);
    const world = await buildWorld(api, all);
    const send = await ask(api.app);
    const turn = (at: number): Promise<unknown> => {
      const [endpoint] = all.slice(at % all.length);
      if (!endpoint) throw new Error('there are no endpoints');
      const { method, access } = endpoint;
      return send({ method, path: world.pathOf(endpoint, {}), headers: world.headersFor(access) });
    };
    expect(await growthOf(turn, turns)).toBeLessThan(mostGrowth);
  });

  it('that a server does keep is seen', async () => {
    const kept: unknown[] = [];
    const leaky = createHttpApp({
      logger: createLogger({ service: 'test', level: 'silent' }),
      configure: (app) =>
        app.post('/', (req, res) => {
          kept.push(kept.length % 5 === 0 ? req.body : null);
          res.end();
        }),
    });
    const send = await ask(leaky);
    const growth = await growthOf(() => send({ method: 'POST', path: '/', headers: {} }), turns);
    expect(growth).toBeGreaterThan(mostGrowth);
    expect(kept.length).toBeGreaterThan(turns);
  });
});
