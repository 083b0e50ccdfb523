import { pino } from 'pino';
import type { Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

const secretFields = [
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'access_token',
  'channel_token',
  'secret',
  'password',
  'email',
];

/** Errors quote rows and bodies in these; what people wrote has no place in a log. Of a cause, pino takes the text alone. */
const quotingFields = ['err.detail', 'err.where', 'err.body'];

/** Every secret field at the top and up to three levels down: bracket form, because of the dash in set-cookie. */
const secretPaths = secretFields.flatMap((field) =>
  ['', '*', '*.*', '*.*.*'].map((parent) => `${parent}["${field}"]`),
);

interface LoggerOptions {
  service: string;
  level?: string;
  /** Where lines go; standard output when absent. */
  destination?: { write(line: string): void };
}

/** JSON lines with the service's name; tokens, cookies, passwords and addresses never reach the output. */
export function createLogger({ service, level = 'info', destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: [...secretPaths, ...quotingFields], censor: '[redacted]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
