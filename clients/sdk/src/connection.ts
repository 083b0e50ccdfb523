import type { Notice, RoomPositions } from '@convomatic/contracts';
import { socketEvents } from '@convomatic/contracts/names';
import { ApiError } from './api-error.ts';
import { createClock } from './clock.ts';
import { createCompany } from './company.ts';
import { Link } from './link.ts';
import type { LinkOptions } from './link.ts';
import { createNotices } from './notices.ts';
import { onPageBack } from './page.ts';
import { createHearing, createReactions } from './reactions.ts';
import type { Parts } from './reactions.ts';
import { Recovery } from './recovery.ts';
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
  /** Who is in a group now, told at once and with every change; null while nobody can say. Answers what ends it. */
  onPresence: (room: string, listener: (userIds: readonly number[] | null) => void) => () => void;
  /** Called again every few seconds for as long as somebody else in the group types. */
  onTyping: (room: string, listener: (userId: number) => void) => () => void;
  /** Tells the others of a group that this person types; may be called with every key. */
  typing: (room: string) => void;
  /** Ends the wait for the next attempt to connect, such as when a request shows that the network is back. */
  hurry: () => void;
  /** The server's clock, in milliseconds since 1970. */
  now: () => number;
  status: () => Status;
  close: () => void;
}

/** The link is made last: it speaks at once. */
function createParts(link: () => Link): Parts {
  const views = new Set<FollowedView>();
  const notices = createNotices();
  const recovery = new Recovery({
    views: () => [...views, notices.follows],
    sync: (positions) => link().connected?.emit(socketEvents.sync, { positions }),
    renew: () => link().renew(),
  });
  const company = createCompany({
    sendTyping: (room) => link().connected?.volatile.emit(socketEvents.typing, { room }),
  });
  const status = createStatus(() => recovery.isBehind() || [...views].some((view) => view.isLoading()));
  const compare = (): void => {
    recovery.look();
    status.tell();
  };
  return { views, watches: createWatches(), notices, recovery, company, status, compare };
}

/** The one connection of a page. It connects at once and comes back after every break until it is closed. */
export function createConnection(options: LinkOptions): Connection {
  const clock = createClock();
  const parts = createParts(() => link);
  const { views, watches, notices, recovery, company, status, compare } = parts;
  const link = new Link({
    ...options,
    ...createReactions(parts),
    clock,
    positions: recovery.positions,
    hear: createHearing(parts),
  });
  const stopListening = onPageBack(link.hurry);

  return {
    openView: (view) => {
      const follower = new Follower(view, compare);
      views.add(follower);
      void follower.reload();
      const close = (): void => {
        follower.close();
        views.delete(follower);
        compare();
      };
      return { reload: follower.reload, close };
    },
    watched: async (groupId, request) => {
      const id = link.connected?.id;
      // Before it is in its rooms the server may not hear what is said of it.
      if (!id || !recovery.isConnected) throw new ApiError('network', 'There is no connection.');
      await Promise.all([watches.begun(id, groupId), request(id)]);
    },
    onStatus: status.listen,
    onNotice: notices.listen,
    onPresence: company.onPresence,
    onTyping: company.onTyping,
    typing: company.typing,
    hurry: link.hurry,
    now: clock.now,
    status: status.current,
    close: () => {
      stopListening();
      link.close();
      recovery.onBroken();
      watches.drop();
      for (const view of views) view.close();
      views.clear();
    },
  };
}
