import type { IRouter } from 'express';
import { DeadlineError, withDeadline } from './deadline.ts';

/** Ready unless it answers false, rejects, or takes too long. */
export type ReadinessCheck = () => unknown;

interface HealthOptions {
  /** What the process needs before it may get traffic, by the name that stands in the answer. */
  checks?: Record<string, ReadinessCheck>;
  timeoutMs?: number;
}

export interface Readiness {
  ready: boolean;
  /** What is missing, by name. */
  reasons: Record<string, string>;
}

export interface Health {
  /** Adds GET /healthz (the process answers) and GET /readyz (200, or 503 with the reasons). */
  addRoutes: (router: IRouter) => void;
  readiness: () => Promise<Readiness>;
  /** Not ready from now on: the first step of a shutdown. */
  drain: () => void;
}

async function reasonOf(check: ReadinessCheck, timeoutMs: number): Promise<string | undefined> {
  try {
    const answer = await withDeadline(Promise.resolve(check()), timeoutMs, 'The check');
    return answer === false ? 'not ready' : undefined;
  } catch (error) {
    // Messages of drivers name hosts and users, which are no business of a caller.
    return error instanceof DeadlineError ? 'timed out' : 'failed';
  }
}

/** Liveness and readiness of one process. */
export function createHealth({ checks = {}, timeoutMs = 1_500 }: HealthOptions = {}): Health {
  let isDraining = false;

  const readiness = async (): Promise<Readiness> => {
    const found = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await reasonOf(check, timeoutMs)] as const),
    );
    const reasons = Object.fromEntries(
      found.filter((pair): pair is [string, string] => pair[1] !== undefined),
    );
    if (isDraining) reasons.process = 'draining';
    return { ready: Object.keys(reasons).length === 0, reasons };
  };

  return {
    readiness,
    addRoutes: (router) => {
      router.get('/healthz', (_req, res) => {
        res.json({ status: 'ok' });
      });
      router.get('/readyz', async (_req, res) => {
        const answer = await readiness();
        res.status(answer.ready ? 200 : 503).json(answer);
      });
    },
    drain: () => {
      isDraining = true;
    },
  };
}
