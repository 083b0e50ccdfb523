import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

export type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

export type Asked = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array | undefined;
};

const deadlineMs = 10_000;

/** One client of a server, whose connections are kept. Rejects where there is no answer in time. */
export const createAsking = (port: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  return {
    ask: ({ method, path, headers, body }: Asked): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const signal = AbortSignal.timeout(deadlineMs);
        const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
        const all = { ...headers, ...length };
        const asked = request(
          { host: '127.0.0.1', port, method, path, headers: all, agent, signal },
          (res) => {
            text(res).then((whole) => {
              resolve({ status: res.statusCode ?? 0, headers: res.headers, body: whole });
            }, reject);
          },
        );
        asked.on('error', reject);
        asked.end(body);
      }),
    close: (): void => {
      agent.destroy();
    },
  };
};
