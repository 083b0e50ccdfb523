import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { toReadable } from './service-log.ts';

const shown = (line: unknown): string | undefined => {
  const text = toReadable('api', typeof line === 'string' ? line : JSON.stringify(line));
  return text === undefined ? undefined : stripVTControlCharacters(text);
};

describe('what a person sees of a service’s log', () => {
  it('is nothing of what goes well', () => {
    expect(shown({ level: 30, msg: 'listening' })).toBeUndefined();
  });

  it('is no request that was refused, but each that failed', () => {
    const request = { msg: 'GET', path: '/api/boot', err: { message: 'no' } };
    expect(shown({ ...request, level: 40, status: 401 })).toBeUndefined();
    expect(shown({ ...request, level: 50, status: 500 })).toBe('api  error  GET /api/boot: no');
  });

  it('is a warning in one line, with its cause', () => {
    const line = {
      level: 40,
      msg: 'cannot publish',
      err: { message: 'Redis is away', stack: 'Error\n    at x.ts:1' },
    };
    expect(shown(line)).toBe('api  warning  cannot publish: Redis is away');
  });

  it('is an error with the frames that are ours', () => {
    const stack = 'Error: no\n    at post (messages.ts:3:1)\n    at node:internal/process';
    expect(shown({ level: 50, msg: 'failed', err: { message: 'no', stack } })).toBe(
      'api  error  failed: no\n    at post (messages.ts:3:1)',
    );
  });

  it('is a mail as a block that can be read', () => {
    const mail = { to: 'ann@example.org', subject: 'Sign in', text: 'Open this:\nhttp://localhost' };
    expect(shown({ level: 30, msg: 'mail', mail })).toBe(
      '\n  ✉ Sign in to ann@example.org\n  │ Open this:\n  │ http://localhost\n',
    );
  });

  it('is what a crash printed, as it is', () => {
    expect(shown('SyntaxError: Unexpected token')).toBe('api  SyntaxError: Unexpected token');
  });
});
