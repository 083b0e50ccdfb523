import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../platform/chance.ts';
import { isRedisAt, isServiceOfClone, readRun } from '../run/index.ts';
import { Trouble } from '../trouble.ts';

const victims = ['channels', 'worker', 'api', 'redis'] as const;

export interface Kill {
  service: (typeof victims)[number];
  /** Milliseconds since the first talk began. */
  afterMs: number;
}

/** Shares of a talk between which the processes die: it has begun for everyone, and there is time to recover. */
const earliest = 0.15;
const latest = 0.65;

const retryMs = 100;
const patienceMs = 10_000;

/**
 * Kills each service and Redis once, without warning, in the middle of a talk. Whoever started them starts them again;
 * Redis comes back empty.
 * @throws {Trouble} where the processes to kill are not those of this clone
 */
export const createChaos = ({ runFile, chance }: { runFile: string; chance: Chance }) => {
  const kills: Kill[] = [];

  const pidOf = (service: Kill['service']): number | null => {
    const { pids, redis_url } = readRun(runFile);
    const pid = pids[service];
    if (pid === undefined) return null;
    const isOurs =
      service === 'redis' ? redis_url && isRedisAt(redis_url, pid) : isServiceOfClone(service, pid);
    return isOurs ? pid : null;
  };

  /** A process that is just being started again is recorded a moment later. */
  const findPid = async (service: Kill['service'], signal: AbortSignal): Promise<number> => {
    const deadline = performance.now() + patienceMs;
    for (let pid = pidOf(service); ; pid = pidOf(service)) {
      if (pid !== null) return pid;
      if (performance.now() > deadline) throw new Trouble(`--chaos found no process of ${service} to kill.`);
      await pause(retryMs, undefined, { signal });
    }
  };

  const strangers = victims.filter((service) => pidOf(service) === null);
  if (strangers.length > 0)
    throw new Trouble(
      `--chaos kills processes of this clone alone; ${runFile} names no such ${strangers.join(', ')}.`,
    );

  return {
    kills: kills as readonly Kill[],
    /** Resolves when all have been killed. */
    run: async (talkMs: number, signal: AbortSignal, say: (line: string) => void): Promise<void> => {
      const begunAt = performance.now();
      const kill = async (service: Kill['service']): Promise<void> => {
        await pause(talkMs * chance.between(earliest, latest), undefined, { signal });
        const pid = await findPid(service, signal);
        process.kill(pid, 'SIGKILL');
        kills.push({ service, afterMs: performance.now() - begunAt });
        say(`killed ${service} (process ${String(pid)})`);
      };
      await Promise.all(victims.map(kill));
    },
  };
};

export type Chaos = ReturnType<typeof createChaos>;
