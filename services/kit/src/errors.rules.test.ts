import { errorCodes } from '@convomatic/contracts/names';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { AppError, errorBody, statusOf } from './errors.ts';
import { toAppError } from './http-errors.ts';

const withCode = (code: string): Error => Object.assign(new Error('from a driver'), { code });

describe('an error on the wire', () => {
  it('has the status of its code', () => {
    for (const code of errorCodes) expect(statusOf[code]).toBeGreaterThanOrEqual(400);
    expect(statusOf.unavailable).toBe(503);
  });

  it('has code, message, request id and the fields at fault', () => {
    const error = new AppError('name_taken', 'The name is taken.', {
      fields: { name: 'is taken' },
      cause: new Error('23505'),
    });
    expect(errorBody(error, 'r1')).toEqual({
      code: 'name_taken',
      message: 'The name is taken.',
      request_id: 'r1',
      fields: { name: 'is taken' },
    });
    expect(errorBody(new AppError('not_found', 'No.'), 'r1')).not.toHaveProperty('fields');
  });

  it('tells nothing of an error that we did not make', () => {
    const body = JSON.stringify(errorBody(new Error('password of db at 10.0.0.1'), 'r1'));
    expect(body).toContain('"internal"');
    expect(body).not.toContain('10.0.0.1');
  });
});

describe('the translation of what was thrown', () => {
  it('leaves our own errors as they are', () => {
    const error = new AppError('gone', 'Gone.');
    expect(toAppError(error)).toBe(error);
  });

  it('names the fields that a schema refuses, unknown ones too', () => {
    const schema = z.strictObject({
      title: z.string(),
      prompts: z.array(z.strictObject({ offset_ms: z.int() })),
    });
    const { error } = schema.safeParse({ title: 1, prompts: [{ offset_ms: 1.5, x: 1 }], admin: true });
    expect(toAppError(error)).toMatchObject({
      code: 'invalid_input',
      fields: {
        title: expect.any(String),
        'prompts[0].offset_ms': expect.any(String),
        'prompts[0].x': 'is not a known field',
        admin: 'is not a known field',
      },
    });
  });

  it.each([
    '40001',
    '40P01',
    '55P03',
    '25P03',
    '25P04',
    '57P01',
    '08006',
    '53300',
    'ECONNREFUSED',
    'ECONNRESET',
  ])('says try again for %s', (code) => {
    expect(toAppError(withCode(code))).toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
  });

  it.each(['23505', '42P01', 'ENOENT'])('says internal for %s', (code) => {
    expect(toAppError(withCode(code))).toMatchObject({ code: 'internal' });
  });

  it('says invalid input for text that the database refused and for a path that does not decode', () => {
    expect(toAppError(withCode('22021')).code).toBe('invalid_input');
    expect(toAppError(new URIError('malformed')).code).toBe('invalid_input');
  });

  it.each([undefined, null, 'text', { code: 'not_found' }])(
    'says internal for %p, which is no error',
    (thrown) => {
      expect(toAppError(thrown).code).toBe('internal');
    },
  );
});
