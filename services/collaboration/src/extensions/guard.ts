import type { Extension } from '@hocuspocus/server';
import type { Logger } from '@convomatic/kit/logger';
import type { Meters } from '../meters.ts';
import { Refusal, unavailable } from '../refusal.ts';

type Needs = { logger: Logger; meters: Meters };
type Hook = (payload: unknown) => Promise<unknown>;

/** A rejection of these is an answer: Hocuspocus waits for it, and refuses, closes or keeps by it. */
const deciding = new Set([
  'onAuthenticate',
  'onLoadDocument',
  'beforeHandleMessage',
  'beforeHandleAwareness',
  'beforeUnloadDocument',
]);

/**
 * Hocuspocus does not wait for its other hooks: one that rejects would end the process. What is no refusal is a fault
 * of ours; it is logged, and where somebody waits for an answer, the answer is no.
 */
export const guardHooks = (extension: Extension, { logger, meters }: Needs): Extension => {
  const guard =
    (name: string, hook: Hook): Hook =>
    async (payload) => {
      try {
        return await hook(payload);
      } catch (error) {
        if (!(error instanceof Refusal)) {
          meters.hookFailures.inc({ hook: name });
          logger.error({ err: error, hook: name, extension: extension.extensionName }, 'a hook failed');
        }
        if (!deciding.has(name)) return undefined;
        throw error instanceof Refusal ? error : unavailable();
      }
    };
  const entries = Object.entries(extension).map(([name, value]): [string, unknown] => [
    name,
    typeof value === 'function' ? guard(name, value as Hook) : value,
  ]);
  return Object.fromEntries(entries) as Extension;
};
