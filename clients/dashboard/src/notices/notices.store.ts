import type { Notice } from '@convomatic/contracts';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { useConnection } from '../platform/connection.ts';

/** The notice on show: the last one that came and was not closed. */
export const useNotices = defineStore('notices', () => {
  const current = shallowRef<Notice | null>(null);
  useConnection().onNotice((notice) => {
    current.value = notice;
  });
  const dismiss = (): void => {
    current.value = null;
  };
  return { current, dismiss };
});
