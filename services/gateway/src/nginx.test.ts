import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildGateway } from './gateway.build.ts';
import type { BuiltGateway } from './gateway.build.ts';
import { upstreamOf } from './upstreams.ts';

const conf = readFileSync(path.resolve(import.meta.dirname, '../../../infra/nginx/nginx.conf'), 'utf8');

/** Path → upstream of every location that is one line. */
const proxied = [...conf.matchAll(/location\s+(?:\^~|=)\s+(\S+)\s+\{ proxy_pass http:\/\/(\w+); \}/g)].map(
  ([, place = '', upstream]) => [place, upstream] as const,
);

/** Headers that a location adds itself: nginx inherits none where there is one. */
const headersOf = (place: string): Record<string, string> => {
  const [, body = ''] = new RegExp(`location ${place} \\{\\n([^]*?)\\n    \\}`).exec(conf) ?? [];
  const added = body.matchAll(/add_header (\S+) (?:"([^"]*)"|(\S+))(?: always)?;/g);
  return Object.fromEntries(
    [...added].map(([, name = '', quoted, plain]) => [name.toLowerCase(), quoted ?? plain ?? '']),
  );
};

const nobody = 'http://127.0.0.1:9';
let gateway: BuiltGateway;
beforeAll(async () => {
  gateway = await buildGateway({ api: nobody, channels: nobody });
});
afterAll(() => gateway.close());

describe('nginx in the place of the gateway', () => {
  it('passes the same paths to the same upstreams', () => {
    expect(proxied.length).toBeGreaterThan(6);
    for (const [place, upstream] of proxied) expect([place, upstreamOf(place)]).toEqual([place, upstream]);
    const places = ['/api/x', '/join/x', '/embed/x', '/dev/mail', '/socket.io/', '/collaboration/project-1'];
    for (const place of places) {
      const found = proxied.find(([start]) => place.startsWith(start));
      expect([place, found?.[1]]).toEqual([place, upstreamOf(place)]);
    }
  });

  it.each([
    ['/', '/'],
    ['\\^~ /widget/', '/widget/loader.js'],
  ])('gives the files of %s the same headers', async (place, url) => {
    const { headers } = await fetch(`${gateway.url}${url}`);
    const wanted = headersOf(place);
    expect(Object.keys(wanted).length).toBeGreaterThan(5);
    for (const [name, value] of Object.entries(wanted)) {
      if (!value.includes('$')) expect([name, headers.get(name)]).toEqual([name, value]);
    }
    const security = /^(content-security|cross-origin|permissions|referrer|x-content-type|x-frame)/;
    const given = [...headers.keys()].filter((name) => security.test(name));
    if (place === '/') expect(given.filter((name) => !(name in wanted))).toEqual([]);
  });
});
