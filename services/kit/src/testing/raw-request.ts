import { once } from 'node:events';
import { connect } from 'node:net';

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const readHead = (head: string): Omit<RawAnswer, 'body'> => {
  const [first = '', ...lines] = head.split('\r\n');
  const pairs = lines.map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
  });
  return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(pairs) };
};

/** Undefined until the head is there. Behind the body there may be the answer to the next request. */
function readAnswer(text: string): RawAnswer | undefined {
  const at = text.indexOf('\r\n\r\n');
  if (at === -1) return undefined;
  const head = readHead(text.slice(0, at));
  if (head.status === 100) return readAnswer(text.slice(at + 4));
  const rest = Buffer.from(text.slice(at + 4));
  return {
    ...head,
    body: rest.subarray(0, Number(head.headers['content-length'] ?? rest.length)).toString(),
  };
}

export interface RawRequest {
  port: number;
  /** Sent as they are; for what no HTTP client would send. */
  bytes: string | Uint8Array;
  /** Half-closes then, as a client that has nothing more to say; a server that has not answered by then need not. */
  endAfterMs?: number;
  deadlineMs?: number;
}

/**
 * The first answer to bytes on a connection of their own; undefined where the server closes without one.
 * Rejects when neither happens in time.
 */
export async function sendRaw(request: RawRequest): Promise<RawAnswer | undefined> {
  const { port, bytes, endAfterMs, deadlineMs = 5_000 } = request;
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => (text += part));
  socket.on('error', () => undefined);
  const late = setTimeout(() => socket.destroy(new Error('late')), deadlineMs);
  const isWhole = (): boolean => {
    const { headers, body } = readAnswer(text) ?? {};
    return Buffer.byteLength(body ?? '') >= Number(headers?.['content-length'] ?? Number.NaN);
  };
  socket.on('data', () => {
    if (isWhole()) socket.destroy();
  });
  socket.write(bytes);
  const end = endAfterMs === undefined ? undefined : setTimeout(() => socket.end(), endAfterMs);
  await once(socket, 'close');
  clearTimeout(late);
  clearTimeout(end);
  if (socket.errored?.message === 'late') throw new Error(`no answer in ${deadlineMs} ms; so far: ${text}`);
  return readAnswer(text);
}
