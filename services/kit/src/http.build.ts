import { createHttpApp, listen } from './http.ts';
import type { Listening } from './http.ts';
import { createLogger } from './logger.ts';

type AppOptions = Parameters<typeof createHttpApp>[0];

export interface BuiltServer extends Listening {
  readonly url: string;
  /** Everything that was logged. */
  readonly lines: string[];
}

/** An app of the kit on a free port. */
export async function buildServer(
  options: Omit<AppOptions, 'logger'>,
  listening?: Parameters<typeof listen>[2],
): Promise<BuiltServer> {
  const lines: string[] = [];
  const logger = createLogger({ service: 'test', destination: { write: (line) => lines.push(line) } });
  const server = await listen(createHttpApp({ logger, ...options }), 0, { host: '127.0.0.1', ...listening });
  return { ...server, lines, url: `http://127.0.0.1:${server.port}` };
}
