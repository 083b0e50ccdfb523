import { z } from 'zod';
import { isProxyList } from './trusted-proxies.ts';

/** A configuration that cannot be used. `message` names every variable at fault and never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Record<string, string | undefined>;

/** An unset variable and an empty one mean the same: compose files and shells write `NAME=` for nothing. */
const withoutEmpty = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

function problemLine(schema: z.ZodObject, issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0]);
  const description = (schema.shape[name] as z.ZodType | undefined)?.description;
  return `  ${name}: ${issue.message}${description ? ` (${description})` : ''}`;
}

/**
 * Parses the environment once. All problems are reported together, by name and expectation.
 * @throws {ConfigError}
 */
export function loadConfig<T extends z.ZodObject>(
  schema: T,
  env: Environment = process.env,
): Readonly<z.infer<T>> {
  const result = schema.safeParse(withoutEmpty(env));
  if (result.success) return Object.freeze(result.data);
  const lines = result.error.issues.map((issue) => problemLine(schema, issue));
  throw new ConfigError(`The configuration cannot be used:\n${lines.join('\n')}`);
}

/** For `main.ts`: a configuration that cannot be used is printed without a stack, and the process exits with 1. */
export function loadConfigOrExit<T extends z.ZodObject>(schema: T): Readonly<z.infer<T>> {
  try {
    return loadConfig(schema);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** One variable as `.env.example` shows it; `example` is the default, or undefined when a value is required. */
export interface ConfigVariable {
  readonly name: string;
  readonly description: string;
  readonly example: unknown;
  readonly required: boolean;
}

/** What a schema of variables asks for, in its own order. */
export function describeConfig(schema: z.ZodObject): ConfigVariable[] {
  return Object.entries(schema.shape).map(([name, variable]) => {
    const unset = (variable as z.ZodType).safeParse(undefined);
    return {
      name,
      description: (variable as z.ZodType).description ?? '',
      example: unset.data,
      required: !unset.success,
    };
  });
}

const expectedPort = { error: 'expected a port number' };
const portNumber = z.coerce
  .number(expectedPort)
  .int(expectedPort)
  .min(0, expectedPort)
  .max(65_535, expectedPort);

const url = (protocol: RegExp, expected: string) => z.url({ protocol, error: `expected ${expected}` });

/** The variables that several services have, each with its one sentence. */
export const variables = {
  port: (fallback: number) => portNumber.default(fallback).describe('Port that the service listens on.'),
  optionalPort: (purpose: string) => portNumber.optional().describe(purpose),
  host: () =>
    z.string().default('::').describe('Address that the service listens on; :: means all, IPv4 too.'),
  databaseUrl: () =>
    url(/^postgres(ql)?$/, 'postgresql://user:password@host:port/database').describe(
      'PostgreSQL 18 or later.',
    ),
  redisUrl: () =>
    url(/^rediss?$/, 'redis://host:port').describe('Redis 7, or Valkey, with maxmemory-policy noeviction.'),
  publicUrl: () =>
    url(/^https?$/, 'http(s)://host[:port]').describe(
      'Address under which browsers reach the gateway; links are built from it.',
    ),
  serviceUrl: (service: string) =>
    url(/^https?$/, 'http(s)://host[:port]').describe(`Address under which this service reaches ${service}.`),
  secretKey: () =>
    z
      .string({ error: 'expected at least 32 characters' })
      .min(32, { error: 'expected at least 32 characters' })
      .describe('Key for signing tokens, at least 32 random characters; the same in every service.'),
  trustedProxies: (fallback: string) =>
    z
      .string()
      .refine(isProxyList, {
        error: 'expected addresses or ranges, loopback, uniquelocal or none, with commas between',
      })
      .default(fallback)
      .describe(
        'Proxies whose X-Forwarded-For is believed: addresses, ranges, loopback, uniquelocal or none, with commas between.',
      ),
  folder: (purpose: string) => z.string({ error: 'expected a folder' }).describe(purpose),
  logLevel: () =>
    z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
      .default('info')
      .describe('Lowest level of the log lines that are written.'),
} as const;
