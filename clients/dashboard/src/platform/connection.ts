import { createConnection } from '@convomatic/sdk';
import type { Connection, Status } from '@convomatic/sdk';
import type { Notice } from '@convomatic/contracts';
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { call } from './api.ts';

const steadyAfterMs = 400;

/** The page's one connection while somebody is signed in. */
export const useConnection = defineStore('connection', () => {
  const connection = shallowRef<Connection | null>(null);
  const status = ref<Status>('connecting');
  /** The same for people: catching up is often over before it could be read. */
  const steadyStatus = ref<Status>('connecting');
  let steadying: ReturnType<typeof setTimeout> | undefined;
  const noticeListeners = new Set<(notice: Notice) => void>();

  const setStatus = (next: Status): void => {
    status.value = next;
    clearTimeout(steadying);
    const steady = (): void => {
      steadyStatus.value = next;
    };
    if (next === 'catching up') steadying = setTimeout(steady, steadyAfterMs);
    else steady();
  };

  const open = (): Connection => {
    if (connection.value) return connection.value;
    const opened = createConnection({ boot: () => call('GET /api/boot') });
    opened.onStatus(setStatus);
    opened.onNotice((notice) => {
      for (const listener of noticeListeners) listener(notice);
    });
    connection.value = opened;
    return opened;
  };

  const close = (): void => {
    clearTimeout(steadying);
    connection.value?.close();
    connection.value = null;
  };

  const onNotice = (listener: (notice: Notice) => void): (() => void) => {
    noticeListeners.add(listener);
    return () => noticeListeners.delete(listener);
  };

  /** Who is in a group now; null while nobody can say. The listener is called at once. */
  const onPresence = (room: string, listener: (userIds: readonly number[] | null) => void): (() => void) =>
    open().onPresence(room, listener);

  /** The server's clock; the browser's own only until the connection has told it. */
  const now = (): number => connection.value?.now() ?? Date.now();

  return { status, steadyStatus, open, close, onNotice, onPresence, now };
});
