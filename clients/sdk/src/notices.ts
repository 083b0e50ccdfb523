import type { Notice, RoomPositions } from '@convomatic/contracts';
import { noticeRoom } from '@convomatic/contracts/names';
import type { Follows } from './recovery.ts';

/** Gives notices once each, also when they are published twice, and says after which one to go on. */
export function createNotices() {
  const listeners = new Set<(notice: Notice) => void>();
  let lastSeq: number | undefined;

  const follows: Follows = {
    rooms: (): RoomPositions => (lastSeq === undefined ? {} : { [noticeRoom]: lastSeq }),
    hasHole: () => false,
    // There is no state of notices to fetch: what is too old to be sent again is missed.
    reset: (rooms) => {
      if (rooms.includes(noticeRoom)) lastSeq = undefined;
    },
    reload: () => {
      lastSeq = undefined;
    },
  };

  return {
    follows,
    receive: (notice: Notice): void => {
      const { seq } = notice;
      if (seq !== undefined && seq <= (lastSeq ?? 0)) return;
      lastSeq = seq ?? lastSeq;
      for (const listener of listeners) listener(notice);
    },
    /** Whoever has heard none yet begins with the next. */
    learn: (room: string, seq: number): void => {
      if (room === noticeRoom) lastSeq ??= seq;
    },
    listen: (listener: (notice: Notice) => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
