import { leaseMs, presenceKey } from '@convomatic/contracts/names';
import type { Redis } from '@convomatic/kit/redis';

/** Which of these people hold a lease, which only a connected and answering browser gives. Rejects while Redis is away. */
export const listPresent = async (
  redis: Redis,
  projectId: number,
  userIds: number[],
): Promise<Set<number>> => {
  if (userIds.length === 0) return new Set();
  const scores = await redis.zmscore(presenceKey(projectId), userIds.map(String));
  const oldest = Date.now() - leaseMs;
  return new Set(userIds.filter((_, index) => Number(scores[index] ?? 0) >= oldest));
};
