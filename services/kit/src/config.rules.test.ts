import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigError, describeConfig, loadConfig, variables } from './config.ts';

const schema = z.object({
  PORT: variables.port(8081),
  DATABASE_URL: variables.databaseUrl(),
  SECRET_KEY: variables.secretKey(),
  LOG_LEVEL: variables.logLevel(),
});

const complete = {
  DATABASE_URL: 'postgresql://me:hush@127.0.0.1:5432/convomatic',
  SECRET_KEY: 'k'.repeat(32),
};

const problemsOf = (env: Record<string, string>): string => {
  try {
    loadConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('The configuration was accepted');
};

describe('a configuration', () => {
  it('is parsed with its defaults and frozen', () => {
    const config = loadConfig(schema, { ...complete, PORT: '9000', UNKNOWN: 'x' });
    expect(config).toEqual({ ...complete, PORT: 9_000, LOG_LEVEL: 'info' });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('takes an empty variable as an unset one', () => {
    expect(loadConfig(schema, { ...complete, PORT: '', LOG_LEVEL: '' })).toMatchObject({
      PORT: 8_081,
      LOG_LEVEL: 'info',
    });
    expect(problemsOf({ ...complete, SECRET_KEY: '' })).toContain('SECRET_KEY');
  });

  it('reports every problem at once, by name and expectation', () => {
    const text = problemsOf({ PORT: 'http', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud' });
    expect(text).toContain('PORT: expected a port number');
    expect(text).toContain('DATABASE_URL: expected postgresql://');
    expect(text).toContain('SECRET_KEY: expected at least 32 characters');
    expect(text).toContain('LOG_LEVEL: Invalid option: expected one of');
  });

  it.each([
    ['PORT', '70000x'],
    ['DATABASE_URL', 'hunter2'],
    ['SECRET_KEY', 'hunter2'],
    ['LOG_LEVEL', 'hunter2'],
  ])('never prints the value of %s', (name, value) => {
    expect(problemsOf({ ...complete, [name]: value })).not.toContain(value);
  });

  it('describes its variables for .env.example', () => {
    expect(describeConfig(schema)).toEqual([
      { name: 'PORT', description: 'Port that the service listens on.', example: 8_081, required: false },
      { name: 'DATABASE_URL', description: 'PostgreSQL 18 or later.', example: undefined, required: true },
      {
        name: 'SECRET_KEY',
        description: expect.stringContaining('Key for signing'),
        example: undefined,
        required: true,
      },
      { name: 'LOG_LEVEL', description: expect.any(String), example: 'info', required: false },
    ]);
  });
});
