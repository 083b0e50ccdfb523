import { AppError, errorBody, statusOf } from '@convomatic/kit/errors';
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

const retryAfterSeconds = '1';
const status = statusOf.unavailable;

const bodyFor = (requestId: string): string =>
  JSON.stringify(errorBody(new AppError('unavailable', 'Try again in a moment.'), requestId));

/** An answer that has begun is cut, so that nobody takes the half for the whole. */
export function answerUnavailable(res: ServerResponse, requestId: string): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  res.writeHead(status, {
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'retry-after': retryAfterSeconds,
    'x-content-type-options': 'nosniff',
  });
  res.end(bodyFor(requestId));
}

/** The same for an upgrade, which has no response object. */
export function refuseUpgrade(socket: Duplex, requestId: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = bodyFor(requestId);
  const head = [
    `HTTP/1.1 ${String(status)} Service Unavailable`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${String(Buffer.byteLength(body))}`,
    `retry-after: ${retryAfterSeconds}`,
    `x-request-id: ${requestId}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
