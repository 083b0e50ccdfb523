import { logSeconds } from '@convomatic/contracts/names';
import type { EventLog, LogHead } from '@convomatic/kit/event-log/event-log';
import type { Logger } from '@convomatic/kit/logger';
import type { Knex } from 'knex';
import { concurrently } from './concurrently.ts';
import type { Mend, Mended } from './mend.ts';
import type { Meters } from './meters.ts';
import { isRedisAway } from './redis-server.ts';
import { listChangedRooms } from './room-tail.repository.ts';
import type { ChangedRoom } from './room-tail.repository.ts';

type Needs = { knex: Knex; log: EventLog; mend: Mend; meters: Meters; logger: Logger };

/** `isFirst`: nothing is known of this Redis, so a log may be there and yet not reach back as far as it should. */
export type Scope = { isFirst: boolean; epoch: number; sinceSeconds: number };

const roomsAPage = 500;
const roomsAtOnce = 4;

/** Compares the rooms of a scope with their heads in Redis, page by page; answers how many it mended. */
export const createAuditPass = ({ knex, log, mend, meters, logger }: Needs) => {
  const settle = async (room: ChangedRoom, head: LogHead | null, scope: Scope): Promise<Mended> => {
    const { name, seq, is_active } = room;
    if (is_active && scope.isFirst) return mend.rebuild(name);
    const isKnown = head?.epoch === scope.epoch;
    if (isKnown && head.top === seq) return 'whole';
    if (is_active || isKnown) return mend.mend(name);
    // Nobody asks for what is two hours old; where the room stands is enough for those who have all of it.
    await log.ensure([{ room: name, epoch: scope.epoch, top: seq }]);
    return 'whole';
  };

  const trySettle = async (room: ChangedRoom, head: LogHead | null, scope: Scope): Promise<Mended> => {
    try {
      return await settle(room, head, scope);
    } catch (error) {
      if (isRedisAway(error)) throw error;
      meters.failedRooms.inc();
      logger.error({ err: error, room: room.name }, 'the log of a room could not be mended');
      return 'whole';
    }
  };

  const passPage = async (rooms: ChangedRoom[], scope: Scope): Promise<number> => {
    const heads = await log.heads(rooms.map(({ name }) => name));
    const pairs = rooms.map((room, index) => ({ room, head: heads[index] ?? null }));
    let mended = 0;
    await concurrently(pairs, roomsAtOnce, async ({ room, head }) => {
      if ((await trySettle(room, head, scope)) !== 'whole') mended += 1;
    });
    return mended;
  };

  return async (scope: Scope): Promise<number> => {
    const asked = { sinceSeconds: scope.sinceSeconds, activeSeconds: logSeconds, limit: roomsAPage };
    let mended = 0;
    let after: string | undefined = '';
    while (after !== undefined) {
      const page: ChangedRoom[] = await listChangedRooms(knex, { ...asked, after });
      mended += await passPage(page, scope);
      after = page.length === roomsAPage ? page.at(-1)?.name : undefined;
    }
    return mended;
  };
};
