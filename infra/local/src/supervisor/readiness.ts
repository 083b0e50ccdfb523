import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { Client } from 'pg';

const answerWithinMs = 1000;

/** Our services say it themselves. */
export async function isHttpReady(port: number): Promise<boolean> {
  try {
    const url = `http://127.0.0.1:${port}/readyz`;
    const response = await fetch(url, { signal: AbortSignal.timeout(answerWithinMs) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Why a database cannot be used now, or undefined when it can. */
export async function whyNotDatabase(url: string): Promise<string | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: answerWithinMs });
  // A server that goes away between two lines of this function is heard of by the line that fails.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return undefined;
  } catch (error) {
    return describe(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Why a Redis cannot be used now, or undefined when it answers a PING. */
export function whyNotRedis(url: string): Promise<string | undefined> {
  const { protocol, hostname: host, port: given, username, password } = new URL(url);
  const login = password
    ? ['AUTH', username, password].filter(Boolean).map(decodeURIComponent).join(' ')
    : '';
  const place = { host, port: Number(given || 6379), timeout: answerWithinMs };
  return new Promise((resolve) => {
    let answer = '';
    const socket = protocol === 'rediss:' ? connectSecurely({ ...place, servername: host }) : connect(place);
    const finish = (why: string | undefined) => {
      socket.destroy();
      resolve(why);
    };
    socket.setEncoding('utf8');
    socket.write(`${login}\r\nPING\r\n`);
    socket.on('data', (text: string) => {
      answer += text;
      const refusal = /^-(.*)\r\n/m.exec(answer)?.[1];
      if (refusal !== undefined) finish(refusal);
      else if (answer.includes('+PONG')) finish(undefined);
    });
    socket.once('error', (error) => {
      finish(describe(error));
    });
    socket.once('timeout', () => {
      finish('no answer');
    });
    socket.once('close', () => {
      finish('the connection was closed');
    });
  });
}

/** Several addresses of one name fail together, in an error that says nothing itself. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return describe(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
