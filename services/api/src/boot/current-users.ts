import type { CurrentUser } from '@convomatic/contracts';
import { currentUserKey } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Logger } from '@convomatic/kit/logger';
import type { Redis } from '@convomatic/kit/redis';
import { rememberToken } from '../platform/realtime/index.ts';

type Needs = { redis: Redis; logger: Logger; expireSeconds: number };

const unavailable = (cause: unknown): AppError => {
  const message = 'Live updates are away for the moment. Try again in a few seconds.';
  return new AppError('unavailable', message, { cause, retryAfterSeconds: 2 });
};

/** Who a channel token stands for, kept where the channel servers look. */
export const createCurrentUsers = ({ redis, logger, expireSeconds }: Needs) => ({
  /** Without it nobody can connect, so a failure is told instead of leaving a page that stays silent. */
  write: async (token: string, user: CurrentUser): Promise<void> => {
    try {
      if (user.login_id) await rememberToken(redis, { user_id: user.id, token });
      await redis.set(currentUserKey(token), JSON.stringify(user), 'EX', expireSeconds);
    } catch (cause) {
      throw unavailable(cause);
    }
  },

  /** Asked before anything is stored that is worth nothing without a connection. */
  requireReachable: async (): Promise<void> => {
    try {
      await redis.ping();
    } catch (cause) {
      throw unavailable(cause);
    }
  },

  /** No new connection from now on. While Redis is away nobody can connect either, and the key expires by itself. */
  remove: async (token: string): Promise<void> => {
    await redis.del(currentUserKey(token)).catch((error: unknown) => {
      logger.warn({ err: error }, 'a channel token could not be removed');
    });
  },
});

export type CurrentUsers = ReturnType<typeof createCurrentUsers>;
