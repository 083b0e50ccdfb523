import type { PresenceMessage, TypingMessage } from '@convomatic/contracts';

type Listener<T> = (value: T) => void;

/** Listeners by room. */
function createRoomListeners<T>() {
  const listeners = new Map<string, Set<Listener<T>>>();
  return {
    tell: (room: string, value: T): void => {
      for (const listener of listeners.get(room) ?? []) listener(value);
    },
    listen: (room: string, listener: Listener<T>) => {
      const ofRoom = listeners.get(room) ?? new Set();
      listeners.set(room, ofRoom.add(listener));
      return (): void => {
        ofRoom.delete(listener);
        if (ofRoom.size === 0 && listeners.get(room) === ofRoom) listeners.delete(room);
      };
    },
  };
}

interface CompanyNeeds {
  sendTyping: (room: string) => void;
  now?: () => number;
}

const typingEveryMs = 2_000;

/** Who else is in a group now, and who types. Nothing of it is stored or made up for. */
export function createCompany({ sendTyping, now = performance.now.bind(performance) }: CompanyNeeds) {
  const presence = createRoomListeners<readonly number[] | null>();
  const typing = createRoomListeners<number>();
  const here = new Map<string, readonly number[]>();
  const typedAt = new Map<string, number>();

  return {
    onPresence: (room: string, listener: Listener<readonly number[] | null>) => {
      listener(here.get(room) ?? null);
      return presence.listen(room, listener);
    },
    onTyping: typing.listen,
    typing: (room: string): void => {
      if (now() - (typedAt.get(room) ?? -Infinity) < typingEveryMs) return;
      typedAt.set(room, now());
      sendTyping(room);
    },
    receivePresence: ({ room, user_ids }: PresenceMessage): void => {
      here.set(room, user_ids);
      presence.tell(room, user_ids);
    },
    receiveTyping: ({ room, user_id }: TypingMessage): void => {
      typing.tell(room, user_id);
    },
    /** Without a connection nobody can say who is there. */
    forget: (): void => {
      const rooms = [...here.keys()];
      here.clear();
      for (const room of rooms) presence.tell(room, null);
    },
  };
}
