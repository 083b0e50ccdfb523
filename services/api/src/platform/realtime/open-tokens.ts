import type { Event } from '@convomatic/contracts';
import { currentUserKey, userRoom } from '@convomatic/contracts/names';
import type { EventKind } from '@convomatic/contracts/names';
import type { Redis } from '@convomatic/kit/redis';

const tokensKey = (room: string): string => `channel_tokens:{${room}}`;

/** Longer than any login lasts. */
const keepSeconds = 31 * 24 * 60 * 60;

/** Told to a person's own room when the person may hear less than before. */
const lessening: ReadonlySet<EventKind> = new Set(['login.revoked', 'membership.removed', 'team.removed']);

/** Remembers which channel tokens a person has, to be called before the first of them can be used. */
export const rememberToken = async (
  redis: Redis,
  { user_id, token }: { user_id: number; token: string },
): Promise<void> => {
  const key = tokensKey(userRoom(user_id));
  await redis.sadd(key, token);
  await redis.expire(key, keepSeconds);
};

/** Whether somebody may hear less from this event on. */
export const isLessening = ({ room, kind }: Event): boolean =>
  lessening.has(kind) && room.startsWith('user-');

/**
 * Takes the values away by which this person's logins connect, because they hold too much: the next connection asks
 * boot. It is part of publishing, so that what an outage or a crash prevents is done by the sweep.
 */
export const endTokens = async (redis: Redis, { room }: Event): Promise<void> => {
  const tokens = await redis.smembers(tokensKey(room));
  if (tokens.length > 0) await redis.del(...tokens.map(currentUserKey));
};
