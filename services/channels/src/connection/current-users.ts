import { currentUser } from '@convomatic/contracts';
import type { CurrentUser } from '@convomatic/contracts';
import { currentUserKey } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { Redis } from '@convomatic/kit/redis';

export type Lookup =
  { outcome: 'found'; user: CurrentUser } | { outcome: 'token_expired' | 'token_invalid' | 'unavailable' };

interface CurrentUsersNeeds {
  redis: Redis;
  logger: Logger;
}

function parse(text: string): CurrentUser | undefined {
  try {
    return currentUser.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Who stands behind a channel token, as the api or another system wrote it to `/current_users/{token}`. */
export function createCurrentUsers({ redis, logger }: CurrentUsersNeeds) {
  const find = async (token: string): Promise<Lookup> => {
    let text: string | null;
    try {
      text = await redis.get(currentUserKey(token));
    } catch (error) {
      logger.warn({ err: error }, 'a token could not be looked up');
      return { outcome: 'unavailable' };
    }
    if (text === null) return { outcome: 'token_expired' };
    const user = parse(text);
    if (user) return { outcome: 'found', user };
    logger.warn({ bytes: text.length }, 'a value under /current_users has not the agreed shape');
    return { outcome: 'token_invalid' };
  };

  return { find };
}

export type CurrentUsers = ReturnType<typeof createCurrentUsers>;
