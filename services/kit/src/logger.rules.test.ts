import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.ts';

function linesOf(log: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  log(createLogger({ service: 'test', destination: { write: (line) => lines.push(line) } }));
  return lines.join('');
}

describe('a log line', () => {
  it('is JSON with service and time', () => {
    const line = JSON.parse(
      linesOf((logger) => {
        logger.info({ room: 'group-7' }, 'joined');
      }),
    ) as Record<string, unknown>;
    expect(line).toMatchObject({ level: 30, service: 'test', room: 'group-7', msg: 'joined' });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it.each([
    { token: 'hush' },
    { body: { password: 'hush', email: 'hush' } },
    { req: { headers: { authorization: 'hush', cookie: 'hush' } } },
    { res: { headers: { 'set-cookie': ['hush'] } } },
    { job: { payload: { to: { email: 'hush' } } } },
    { users: [{ email: 'hush' }] },
    { err: Object.assign(new Error('refused'), { detail: 'Key (email)=(hush) already exists.' }) },
    { err: new Error('failed', { cause: Object.assign(new Error('refused'), { body: 'hush' }) }) },
  ])('never holds a secret of %j', (fields) => {
    const line = linesOf((logger) => {
      logger.warn(fields);
    });
    expect(line).not.toContain('hush');
  });

  it('of a child keeps what its parent hides', () => {
    const line = linesOf((logger) => {
      logger.child({ request_id: 'r1' }).info({ channel_token: 'hush' });
    });
    expect(line).toContain('r1');
    expect(line).not.toContain('hush');
  });
});
