import { auditedKey } from '@convomatic/contracts/names';
import type { Redis } from '@convomatic/kit/redis';
import { z } from 'zod';

/**
 * The last complete pass, kept in the Redis that was looked at: whoever flushes or replaces that Redis takes it
 * along, and so the next pass looks at everything.
 */
const auditMark = z.object({ run_id: z.string(), epoch: z.int(), passed_at: z.iso.datetime() });
export type AuditMark = z.infer<typeof auditMark>;

const parse = (text: string): AuditMark | undefined => {
  try {
    return auditMark.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

export const readAuditMark = async (redis: Redis): Promise<AuditMark | undefined> => {
  const [[error, text] = [null, null]] = (await redis.pipeline().get(auditedKey).exec()) ?? [];
  if (error && !error.message.startsWith('WRONGTYPE')) throw error;
  return typeof text === 'string' ? parse(text) : undefined;
};

export const writeAuditMark = async (redis: Redis, mark: AuditMark): Promise<void> => {
  await redis.set(auditedKey, JSON.stringify(mark));
};
