import type { Event, ForeignRecords, Notice, RoomPositions } from '@convomatic/contracts';
import { ApiError } from './api-error.ts';
import { createClock } from './clock.ts';
import { Link } from './link.ts';
import type { LinkOptions } from './link.ts';
import { createNotices } from './notices.ts';
import { onPageBack } from './page.ts';
import { createStatus } from './status.ts';
import type { Status } from './status.ts';
import { Follower } from './view.ts';
import type { FollowedView, OpenView, View } from './view.ts';
import { createWatches } from './watches.ts';

export interface Connection {
  /** Keeps a view current until it is closed. */
  openView: <S extends { rooms: RoomPositions }>(view: View<S>) => OpenView;
  /** Called at once with the current one; answers what ends it. */
  onStatus: (listener: (status: Status) => void) => () => void;
  onNotice: (listener: (notice: Notice) => void) => () => void;
  /**
   * Asks for a watch of a group and resolves when this connection sees its events. A watch ends with the
   * connection, so a view asks for it at the start of its `load`.
   * @throws {ApiError} `network` while there is no connection
   */
  watched: (groupId: number, request: (connectionId: string) => Promise<unknown>) => Promise<void>;
  /** Ends the wait for the next attempt to connect, such as when a request shows that the network is back. */
  hurry: () => void;
  /** The server's clock, in milliseconds since 1970. */
  now: () => number;
  status: () => Status;
  close: () => void;
}

interface Parts {
  views: Set<FollowedView>;
  watches: ReturnType<typeof createWatches>;
  status: ReturnType<typeof createStatus>;
}

/** What follows from each thing that may happen to the link. */
function createReactions({ views, watches, status }: Parts) {
  const onBroken = (): void => {
    watches.drop();
    status.tell('offline');
  };

  return {
    onBroken,
    onConnected: (): void => {
      status.tell('catching up');
    },
    onJoined: (): void => {
      for (const view of views) void view.catchUp();
      status.tell('live');
    },
    onRefused: (error: unknown): void => {
      onBroken();
      for (const view of views) view.fail(error);
    },
    onRecords: (message: Event | ForeignRecords): void => {
      // A message of another system has no number, so no view can place it.
      if (!('seq' in message)) return;
      watches.receive(message);
      for (const view of views) view.receive(message);
    },
  };
}

/** The one connection of a page. It connects at once and comes back after every break until it is closed. */
export function createConnection(options: LinkOptions): Connection {
  const views = new Set<FollowedView>();
  const clock = createClock();
  const watches = createWatches();
  const notices = createNotices();
  const status = createStatus(() => [...views].some((view) => view.isBehind()));
  const reactions = createReactions({ views, watches, status });
  const link = new Link({ ...options, ...reactions, clock, onNotice: notices.receive });
  const stopListening = onPageBack(link.hurry);

  return {
    openView: (view) => {
      const follower = new Follower(view, () => {
        status.tell();
      });
      views.add(follower);
      void follower.reload();
      const close = (): void => {
        follower.close();
        views.delete(follower);
        status.tell();
      };
      return { reload: follower.reload, close };
    },
    watched: async (groupId, request) => {
      const id = link.connectionId;
      if (!id) throw new ApiError('network', 'There is no connection.');
      await Promise.all([watches.begun(id, groupId), request(id)]);
    },
    onStatus: status.listen,
    onNotice: notices.listen,
    hurry: link.hurry,
    now: clock.now,
    status: status.current,
    close: () => {
      stopListening();
      link.close();
      watches.drop();
      for (const view of views) view.close();
      views.clear();
    },
  };
}
