import type { Boot } from '@convomatic/contracts';
import { ApiError } from '@convomatic/sdk';
import type { OpenView } from '@convomatic/sdk';
import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { call } from '../platform/api.ts';
import { useConnection } from '../platform/connection.ts';
import { reduceBoot } from './boot-reducer.ts';

const key = 'convomatic_signed_in';

/** Whether somebody was signed in here last: who never was need not be asked for. */
export const wasSignedIn = (): boolean => localStorage.getItem(key) !== null;

interface LiveBoot {
  boot: ShallowRef<Boot | null>;
  load: () => Promise<void>;
  /** Keeps it current by events from now on, over the page's one connection. */
  follow: () => void;
  /** Reads it again, once for several askers at the same moment. */
  recheck: () => void;
  forget: () => void;
  /** Somebody has just signed in, perhaps another person than before. */
  beginAnew: () => void;
}

/** What the server says of the person who is signed in. */
export const useLiveBoot = (): LiveBoot => {
  const connection = useConnection();
  const boot = shallowRef<Boot | null>(null);
  let view: OpenView | null = null;
  let isRechecking = false;

  const show = (next: Boot): void => {
    boot.value = next;
    localStorage.setItem(key, 'yes');
  };
  const open = (): OpenView =>
    connection.open().openView<Boot>({
      load: () => call('GET /api/boot'),
      show,
      apply: (event) => {
        const next = boot.value && reduceBoot(boot.value, event);
        if (next) boot.value = next;
        else void view?.reload();
      },
      failed: (error) => {
        // Who is signed out is led to the sign-in page already.
        if (!(error instanceof ApiError && error.status === 401)) throw error;
      },
    });

  const forget = (): void => {
    view = null;
    connection.close();
    boot.value = null;
    localStorage.removeItem(key);
  };

  return {
    boot,
    forget,
    beginAnew: () => {
      forget();
      localStorage.setItem(key, 'yes');
    },
    load: async () => {
      show(await call('GET /api/boot'));
    },
    follow: () => {
      view ??= open();
    },
    recheck: () => {
      if (!view || isRechecking) return;
      isRechecking = true;
      void view.reload().finally(() => {
        isRechecking = false;
      });
    },
  };
};
