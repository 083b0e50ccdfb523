import type { Event } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import { ApiError } from './api-error.ts';

interface Pending {
  connectionId: string;
  groupId: number;
  resolve: (value: undefined) => void;
  reject: (error: ApiError) => void;
}

const longestMs = 10_000;

/** Watches that were asked for, and the rooms that are seen by them: each ends with its connection. */
export function createWatches() {
  const pending = new Set<Pending>();
  const rooms = new Set<string>();
  const ended = new Set<string>();

  /** Resolves with the event that says so; fails as `network` when the connection breaks or after 10 s. */
  const begun = async (connectionId: string, groupId: number): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const watch = { connectionId, groupId, resolve, reject };
    const timer = setTimeout(() => {
      reject(new ApiError('network', 'The channel server did not confirm the watch.'));
    }, longestMs);
    pending.add(watch);
    try {
      await promise;
      rooms.add(groupRoom(groupId));
    } finally {
      clearTimeout(timer);
      pending.delete(watch);
    }
  };

  const receive = ({ kind, records }: Event): void => {
    if (kind !== 'watch.created') return;
    for (const { connectionId, groupId, resolve } of pending) {
      const isIt = records.watches?.some(
        ({ connection_id, group_id }) => connection_id === connectionId && group_id === groupId,
      );
      if (isIt) resolve(undefined);
    }
  };

  const drop = (): void => {
    for (const { reject } of pending) reject(new ApiError('network', 'The connection broke.'));
    for (const room of rooms) ended.add(room);
    rooms.clear();
  };

  /** Rooms that were seen by connections which have ended. */
  const takeEnded = (): Set<string> => {
    const taken = new Set(ended);
    ended.clear();
    return taken;
  };

  return { begun, receive, drop, takeEnded };
}
