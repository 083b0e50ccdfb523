import { currentUserKey, eventLogKeys, headSeconds, logSeconds, userRoom } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { Redis } from '@convomatic/kit/redis';
import type { Meters } from '../meters.ts';
import { sendAll } from '../redis-writes.ts';
import type { Identity } from '../socket.ts';

interface TokensInUseNeeds {
  redis: Redis;
  /** How long a token works after its last connection. */
  tokenSeconds: number;
  meters: Meters;
  logger: Logger;
  everyMs?: number;
}

const fiveMinutes = 5 * 60 * 1_000;

interface Use {
  userId: number;
  connections: number;
}

/**
 * Keeps the values of tokens with an open connection from expiring, and the logs of their people with them: a log that
 * is not there says that nothing was said. EXPIRE never brings back a value that was revoked.
 */
export function createTokensInUse({
  redis,
  tokenSeconds,
  meters,
  logger,
  everyMs = fiveMinutes,
}: TokensInUseNeeds) {
  const uses = new Map<string, Use>();

  const extend = async (): Promise<void> => {
    try {
      const pipeline = redis.pipeline();
      for (const [token, { userId }] of uses) {
        const { head, log } = eventLogKeys(userRoom(userId));
        pipeline.expire(currentUserKey(token), tokenSeconds);
        pipeline.expire(log, logSeconds, 'GT').expire(head, headSeconds, 'GT');
      }
      await sendAll(pipeline);
    } catch (error) {
      meters.renewalFailures.inc({ what: 'tokens' });
      logger.warn({ err: error }, 'tokens in use could not be extended');
    }
  };
  // A token shorter than the pause would end under an open connection.
  const timer = setInterval(() => void extend(), Math.min(everyMs, (tokenSeconds * 1_000) / 3));

  return {
    add: ({ token, user }: Identity): void => {
      const use = uses.get(token) ?? { userId: user.id, connections: 0 };
      use.connections += 1;
      uses.set(token, use);
    },
    remove: ({ token }: Identity): void => {
      const use = uses.get(token);
      if (!use) return;
      use.connections -= 1;
      if (use.connections === 0) uses.delete(token);
    },
    close: (): void => {
      clearInterval(timer);
    },
  };
}

export type TokensInUse = ReturnType<typeof createTokensInUse>;
