import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildGateway } from './gateway.build.ts';
import type { BuiltGateway } from './gateway.build.ts';

const nobody = 'http://127.0.0.1:9';
let gateway: BuiltGateway;

beforeAll(async () => {
  gateway = await buildGateway({ api: nobody, channels: nobody });
});
afterAll(() => gateway.close());

const get = (path: string, init?: RequestInit): Promise<Response> => fetch(`${gateway.url}${path}`, init);

describe('the dashboard', () => {
  it.each(['/', '/index.html', '/projects/7', '/projects/7/sessions?tab=live'])(
    'serves the page at %s',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(await response.text()).toContain('<title>dashboard</title>');
    },
  );

  it('lets browsers keep a hashed asset for ever and asks again for the others', async () => {
    const hashed = await get('/assets/index-BxY12_ab.js');
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  it('answers 304 to a browser that has the page', async () => {
    const etag = (await get('/')).headers.get('etag') ?? '';
    // What a browser sends; fetch in Node would add no-cache by itself.
    const headers = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
    expect((await get('/', { headers })).status).toBe(304);
  });

  it.each(['/assets/gone-BxY12_ab.js', '/assets/a@b.js', '/robots.txt', '/..%2f..%2fetc%2fpasswd.txt'])(
    'answers 404 in the error shape for the missing file %s',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({
        code: 'not_found',
        message: expect.any(String),
        request_id: response.headers.get('x-request-id'),
      });
    },
  );

  it('serves pages to GET and HEAD alone', async () => {
    expect((await get('/projects', { method: 'HEAD' })).status).toBe(200);
    expect((await get('/projects', { method: 'POST' })).status).toBe(404);
  });

  it('confines its pages to this origin and keeps them out of frames', async () => {
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.has('strict-transport-security')).toBe(false);
    expect(headers.has('x-powered-by')).toBe(false);
  });
});

describe('the widget', () => {
  it('can be loaded by pages of other sites', async () => {
    const response = await get('/widget/loader.js');
    expect(await response.text()).toBe('loader');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  it('lets browsers keep its hashed assets', async () => {
    expect((await get('/widget/assets/chat-Cd34_x-Z.js')).headers.get('cache-control')).toContain(
      'immutable',
    );
  });

  it.each(['/widget/gone.js', '/widget/gone'])(
    'answers 404 for %s, never a page of the dashboard',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});

describe('operations', () => {
  it('shows no metrics to browsers', async () => {
    for (const path of ['/metrics', '/metrics/', '//metrics', '/api/../metrics']) {
      expect(await (await get(path)).text()).not.toContain('chat_gateway_');
    }
  });

  it('is alive, ready and measured', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect(await (await get('/readyz')).json()).toEqual({ ready: true, reasons: {} });
    await get('/');
    const metrics = await (await fetch(gateway.metricsUrl)).text();
    expect(metrics).toMatch(/chat_gateway_http_request_duration_seconds_count\{method="GET",route="files"/);
  });
});
