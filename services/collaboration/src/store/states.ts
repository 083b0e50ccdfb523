import type { Redis } from '@convomatic/kit/redis';
import { applyUpdate, Doc } from 'yjs';

/** A document as a node left it, for the next one that opens it. */
export type KeptState = { generation: number; state: Uint8Array };

const daySeconds = 24 * 60 * 60;

const keyOf = (name: string): string => `document:{${name}}`;

/** An older generation never takes the place of a newer one: a node that was frozen must not bring back its text. */
const writeScript = `
  local kept = tonumber(redis.call('HGET', KEYS[1], 'generation') or '0') or 0
  if kept > tonumber(ARGV[1]) then return 0 end
  redis.call('HSET', KEYS[1], 'generation', ARGV[1], 'state', ARGV[2])
  redis.call('EXPIRE', KEYS[1], ARGV[3])
  return 1
`;

const removeScript = `
  if redis.call('HGET', KEYS[1], 'generation') == ARGV[1] then return redis.call('DEL', KEYS[1]) end
  return 0
`;

const isReadable = (state: Uint8Array): boolean => {
  const doc = new Doc();
  try {
    applyUpdate(doc, state);
    return true;
  } catch {
    return false;
  } finally {
    doc.destroy();
  }
};

/** States in Redis, where they outlive a node by a day. Without them, what is not saved yet would be lost with it. */
export const createStates = (redis: Redis) => ({
  /** Undefined where nothing, or nothing of use, is kept. Rejects when Redis is away: there may be a state. */
  read: async (name: string): Promise<KeptState | undefined> => {
    const [digits, state] = await redis.hmgetBuffer(keyOf(name), 'generation', 'state');
    const generation = Number(digits?.toString());
    if (!state || !Number.isSafeInteger(generation) || generation < 1) return undefined;
    return isReadable(state) ? { generation, state } : undefined;
  },

  write: async (name: string, { generation, state }: KeptState): Promise<void> => {
    await redis.eval(writeScript, 1, keyOf(name), generation, Buffer.from(state), daySeconds);
  },

  remove: async (name: string, generation: number): Promise<void> => {
    await redis.eval(removeScript, 1, keyOf(name), generation);
  },
});

export type States = ReturnType<typeof createStates>;
