import { noticeRoom } from '@convomatic/contracts/names';
import type { createCompany } from './company.ts';
import type { LinkNeeds } from './link.ts';
import type { createNotices } from './notices.ts';
import type { Recovery } from './recovery.ts';
import type { createStatus } from './status.ts';
import type { FollowedView } from './view.ts';
import type { createWatches } from './watches.ts';

/** What one connection is made of. */
export interface Parts {
  views: Set<FollowedView>;
  watches: ReturnType<typeof createWatches>;
  notices: ReturnType<typeof createNotices>;
  company: ReturnType<typeof createCompany>;
  recovery: Recovery;
  status: ReturnType<typeof createStatus>;
  /** After anything that may have put a view behind, or have helped it. */
  compare: () => void;
}

/** What follows from each thing that may happen to the link. */
export function createReactions({ views, watches, recovery, company, status }: Parts) {
  const onBroken = (isMoving: boolean): void => {
    watches.drop();
    recovery.onBroken();
    company.forget();
    status.tell(isMoving ? 'catching up' : 'offline');
  };

  return {
    onBroken,
    onConnected: (): void => {
      status.tell('catching up');
    },
    onRefused: (error: unknown): void => {
      onBroken(false);
      for (const view of views) view.fail(error);
    },
  };
}

/** A watch ended with its connection, and the view's load asks for it anew. */
function watchAgain({ views, watches }: Parts): void {
  const ended = watches.takeEnded();
  for (const view of views) if (Object.keys(view.rooms()).some((room) => ended.has(room))) void view.reload();
}

/** What follows from each message of the server. */
export function createHearing(parts: Parts): LinkNeeds['hear'] {
  const { views, watches, notices, recovery, company, status, compare } = parts;
  return {
    records: (message) => {
      // A message of another system has no number, so no view can place it.
      if (!('seq' in message)) return;
      recovery.onNumbered(message);
      watches.receive(message);
      for (const view of views) view.receive(message);
      compare();
    },
    notice: (notice) => {
      if (notice.seq !== undefined) recovery.onNumbered({ room: noticeRoom, seq: notice.seq });
      notices.receive(notice);
      compare();
    },
    positions: (message) => {
      recovery.onPositions(message);
      for (const [room, { seq }] of Object.entries(message.rooms)) notices.learn(room, seq);
      watchAgain(parts);
      recovery.look();
      status.tell('live');
    },
    heads: (heads) => {
      recovery.onHeads(heads);
      compare();
    },
    reset: (message) => {
      recovery.onReset(message);
      notices.learn(message.room, message.seq);
      compare();
    },
    presence: company.receivePresence,
    typing: company.receiveTyping,
  };
}
