import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { RunningService } from '@convomatic/kit/testing/processes';
import type { Evidence } from '../checker/index.ts';

const everyMs = 200;
const markLength = 400;

/** What could be a secret in a line: none of ours is shorter. */
const words = /[\w-]{20,}/g;

/** Looks at every line that the services write, and keeps it in a folder if there is one. */
export const createLogLines = (services: readonly RunningService[], folder?: string) => {
  const marks = new Map<RunningService, string>();
  const found = new Map<string, { service: string; line: string }>();
  const counts = { lines: 0, skipped: 0 };
  if (folder !== undefined) mkdirSync(folder, { recursive: true });

  // A service keeps its last lines alone: what is new begins behind what was seen last.
  const fresh = (service: RunningService): string => {
    const text = service.logs();
    const mark = marks.get(service);
    marks.set(service, text.slice(-markLength));
    if (!mark) return text;
    const at = text.lastIndexOf(mark);
    if (at < 0) counts.skipped += 1;
    return at < 0 ? text : text.slice(at + mark.length);
  };

  const read = (service: RunningService): void => {
    const text = fresh(service);
    if (folder !== undefined)
      appendFileSync(path.join(folder, `${service.name}-${String(service.port)}.log`), text);
    for (const line of text.split('\n').filter((one) => one !== '')) {
      counts.lines += 1;
      for (const [word] of line.matchAll(words)) found.set(word, { service: service.name, line });
    }
  };
  const look = (): void => {
    services.forEach(read);
  };
  const timer = setInterval(look, everyMs);

  return {
    counts,
    /** Where any of these stands in a line. */
    leaks: (secrets: Iterable<string>): Evidence['leaks'] => {
      look();
      return [...secrets].flatMap((secret) => found.get(secret) ?? []);
    },
    close: (): void => {
      clearInterval(timer);
    },
  };
};

export type LogLines = ReturnType<typeof createLogLines>;
