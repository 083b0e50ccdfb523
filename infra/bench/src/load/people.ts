import type { CurrentUser } from '@convomatic/contracts';
import { currentUserKey, groupRoom, presenceKey } from '@convomatic/contracts/names';
import type { Redis } from 'ioredis';

/** Who connects: one person a socket, so the limit of connections a person is never met. */
export interface Person {
  token: string;
  /** The room in which things happen; `notice` and the person's own are there beside it. */
  room: string;
  user: CurrentUser;
}

export const roomSize = 10;

export const people = (count: number): Person[] =>
  Array.from({ length: count }, (_, index) => {
    const group = Math.floor(index / roomSize) + 1;
    return {
      token: `bench-token-of-person-number-${String(index)}`,
      room: groupRoom(group),
      user: {
        id: index + 1,
        name: `Person ${String(index)}`,
        group_ids: [group],
        seq: 0,
        lease_key: presenceKey(1),
      },
    };
  });

export const roomsOf = (all: readonly Person[]): string[] => [...new Set(all.map(({ room }) => room))];

/** Writes what the api writes when a person boots. */
export async function admit(redis: Redis, all: readonly Person[]): Promise<void> {
  const pipeline = redis.pipeline();
  for (const { token, user } of all) pipeline.set(currentUserKey(token), JSON.stringify(user), 'EX', 1_800);
  await pipeline.exec();
}
