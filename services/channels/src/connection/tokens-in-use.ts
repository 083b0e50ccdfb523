import { currentUserKey } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { Redis } from '@convomatic/kit/redis';
import type { Meters } from '../meters.ts';
import { sendAll } from '../redis-writes.ts';

interface TokensInUseNeeds {
  redis: Redis;
  /** How long a token works after its last connection. */
  tokenSeconds: number;
  meters: Meters;
  logger: Logger;
  everyMs?: number;
}

const fiveMinutes = 5 * 60 * 1_000;

/** Keeps the values of tokens with an open connection from expiring. EXPIRE never brings back one that was revoked. */
export function createTokensInUse({
  redis,
  tokenSeconds,
  meters,
  logger,
  everyMs = fiveMinutes,
}: TokensInUseNeeds) {
  const uses = new Map<string, number>();

  const extend = async (): Promise<void> => {
    try {
      const pipeline = redis.pipeline();
      for (const token of uses.keys()) pipeline.expire(currentUserKey(token), tokenSeconds);
      await sendAll(pipeline);
    } catch (error) {
      meters.renewalFailures.inc({ what: 'tokens' });
      logger.warn({ err: error }, 'tokens in use could not be extended');
    }
  };
  // A token shorter than the pause would end under an open connection.
  const timer = setInterval(() => void extend(), Math.min(everyMs, (tokenSeconds * 1_000) / 3));

  return {
    add: (token: string): void => {
      uses.set(token, (uses.get(token) ?? 0) + 1);
    },
    remove: (token: string): void => {
      const left = (uses.get(token) ?? 0) - 1;
      if (left > 0) uses.set(token, left);
      else uses.delete(token);
    },
    close: (): void => {
      clearInterval(timer);
    },
  };
}

export type TokensInUse = ReturnType<typeof createTokensInUse>;
