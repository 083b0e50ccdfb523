import { createWriteStream, mkdirSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { bold, dim, red, yellow } from './terminal.ts';

/** What we read of a log line; everything else stays in the file. */
const logLine = z.object({
  level: z.number(),
  msg: z.string().default(''),
  err: z.object({ message: z.string().default(''), stack: z.string().optional() }).optional(),
  path: z.string().default(''),
  status: z.number().optional(),
  mail: z.object({ to: z.string(), subject: z.string(), text: z.string() }).optional(),
});

const warning = 40;
const error = 50;

/** Programs that are not ours speak much, and to nobody here: their lines are in their files. */
const silent = new Set(['postgres', 'redis']);

/** Every line of every process in a file of its own; what a person must see is shown. */
export function createServiceLog(
  folder: string,
  show: (text: string) => void,
): (name: string, text: string) => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = new Map<string, WriteStream>();
  return (name, text) => {
    const file = files.get(name) ?? createWriteStream(path.join(folder, `${name}.log`), { mode: 0o600 });
    files.set(name, file);
    file.write(`${text}\n`);
    const readable = silent.has(name) ? undefined : toReadable(name, text);
    if (readable !== undefined) show(readable);
  };
}

/** What to show of a line, if anything. */
export function toReadable(name: string, text: string): string | undefined {
  const parsed = logLine.safeParse(parseJson(text));
  if (!parsed.success) return text.trim() === '' ? undefined : `${dim(name)}  ${text}`;
  const { level, msg, err, path: requestPath, status, mail } = parsed.data;
  if (mail !== undefined) return mailBlock(mail);
  // A request that was refused is a matter of who asked.
  if (level < (status === undefined ? warning : error)) return undefined;
  const sign = level >= error ? red('error') : yellow('warning');
  const frames = level >= error ? framesOf(err?.stack) : '';
  const what = [msg, requestPath].filter(Boolean).join(' ');
  return `${dim(name)}  ${sign}  ${[what, err?.message].filter(Boolean).join(': ')}${frames}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function framesOf(stack: string | undefined): string {
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at ') && !line.includes('node:'));
  return (
    frames
      ?.slice(0, 3)
      .map((frame) => `\n${dim(frame)}`)
      .join('') ?? ''
  );
}

function mailBlock({ to, subject, text }: { to: string; subject: string; text: string }): string {
  const body = text
    .trim()
    .split('\n')
    .map((line) => `  │ ${line}`);
  return ['', `  ✉ ${bold(subject)} ${dim(`to ${to}`)}`, ...body, ''].join('\n');
}
