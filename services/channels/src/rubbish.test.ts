import { sendRaw } from '@convomatic/kit/testing/raw-request';
import { testRedis } from '@convomatic/kit/testing/redis';
import { rubbishHeaders } from '@convomatic/kit/testing/rubbish-headers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { connectBare, startNode } from './channels.build.ts';
import type { Node } from './channels.build.ts';

/** The same rubbish each time; fast-check prints it with what failed. */
const runs = { seed: Number(process.env.RUBBISH_SEED ?? 5), numRuns: 200 };

let redis: Awaited<ReturnType<typeof testRedis>>;
let node: Node;
beforeAll(async () => {
  redis = await testRedis();
  node = await startNode(redis.url);
});
afterAll(async () => {
  await node.close();
  await redis.close();
});

const queries = fc
  .record(
    {
      EIO: fc.constantFrom('4', '3', '', 'x', '4&EIO=4'),
      transport: fc.constantFrom('polling', 'websocket', 'webtransport', '__proto__', 'constructor', ''),
      sid: fc.oneof(fc.constantFrom('', '__proto__', 'x'.repeat(5_000)), fc.webSegment()),
      channel_token: fc.oneof(fc.constantFrom('', 'x'.repeat(5_000)), fc.webSegment()),
      j: fc.constantFrom('0', '-1', '__proto__', '1e9'),
      b64: fc.constantFrom('1', ''),
    },
    { requiredKeys: [] },
  )
  .map((query) =>
    Object.entries(query)
      .map((pair) => pair.join('='))
      .join('&'),
  );

const bodies = fc.oneof(
  fc.constantFrom(
    '',
    '40',
    '42["x"]',
    '40{"a":',
    '\u001e'.repeat(1_000),
    '451-[{"_placeholder":true,"num":9}]',
    'b AAAA',
  ),
  fc.string({ unit: 'binary-ascii', maxLength: 200 }),
);

interface Handshake {
  query: string;
  headers?: string[];
  body?: string;
}

const shake = ({ query, headers = [], body = '' }: Handshake) => {
  const method = body === '' ? 'GET' : 'POST';
  const length = `content-length: ${String(Buffer.byteLength(body, 'latin1'))}`;
  const lines = [
    `${method} /socket.io/?${query} HTTP/1.1`,
    'host: a',
    'connection: close',
    length,
    ...headers,
  ];
  const bytes = Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1');
  return sendRaw({ port: node.port, bytes, endAfterMs: 200 });
};

describe('a handshake of rubbish', () => {
  it('is refused or taken in time, whatever its query and body', async () => {
    await fc.assert(
      fc.asyncProperty(queries, bodies, async (query, body) => {
        expect((await shake({ query, body }))?.status ?? 0).toBeLessThan(500);
      }),
      runs,
    );
  });

  it('is refused or taken in time, whatever its headers', async () => {
    const upgrade = ['connection: upgrade', 'upgrade: websocket'];
    await fc.assert(
      fc.asyncProperty(queries, rubbishHeaders, fc.boolean(), async (query, rubbish, isUpgrade) => {
        const headers = isUpgrade ? [...upgrade, ...rubbish] : rubbish;
        expect((await shake({ query, headers }))?.status ?? 0).toBeLessThan(500);
      }),
      runs,
    );
  });

  it('keeps nobody else out', async () => {
    const { socket } = connectBare(node.url, 'no-such-token');
    const refusal = await new Promise((resolve) => socket.once('connect_error', resolve));
    expect(refusal).toMatchObject({ data: { code: 'token_expired' } });
  });
});
