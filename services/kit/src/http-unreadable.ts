import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { AppError, errorBody, statusOf } from './errors.ts';
import { requestIdFrom } from './ids.ts';

const errorByCode: Record<string, () => AppError> = {
  HPE_HEADER_OVERFLOW: () => new AppError('too_large', 'The headers are larger than 16 KB.'),
  ERR_HTTP_REQUEST_TIMEOUT: () => new AppError('invalid_input', 'The request did not arrive in time.'),
};

/** Answers bytes that are no HTTP request, in the one error shape, where the peer still listens. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const unreadable =
    errorByCode[error.code ?? '']?.() ?? new AppError('invalid_input', 'The request could not be read.');
  const requestId = requestIdFrom(undefined);
  const status = statusOf[unreadable.code];
  const body = JSON.stringify(errorBody(unreadable, requestId));
  const head = [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${String(Buffer.byteLength(body))}`,
    `x-request-id: ${requestId}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
