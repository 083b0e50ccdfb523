import type { Event, RoomPositions } from '@convomatic/contracts';
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { ShallowRef } from 'vue';
import type { OpenView } from '@convomatic/sdk';
import { useConnection } from './connection.ts';

interface LiveStateOptions<K, S> {
  /** What the state is of; another key opens another view, null none. */
  key: () => K | null;
  load: (key: K) => Promise<S>;
  /** The state after one event; the same object when it does not concern it. */
  reduce: (state: S, event: Event) => S;
}

export interface LiveState<S> {
  state: ShallowRef<S | null>;
  error: ShallowRef<unknown>;
  /** Changes the state by an answer to one's own request; its event follows and changes nothing more. */
  patch: (change: (state: S) => S) => void;
  reload: () => Promise<void>;
}

/** A snapshot of the server that its events keep current, for as long as the component or store lives. */
export const useLiveState = <K, S extends { rooms: RoomPositions }>(
  options: LiveStateOptions<K, S>,
): LiveState<S> => {
  const connection = useConnection();
  const state: ShallowRef<S | null> = shallowRef(null);
  const error = shallowRef<unknown>(null);
  let view: OpenView | null = null;

  const close = (): void => {
    view?.close();
    view = null;
    state.value = null;
    error.value = null;
  };

  const patch = (change: (state: S) => S): void => {
    if (state.value) state.value = change(state.value);
  };

  const open = (key: K): void => {
    view = connection.open().openView<S>({
      load: () => options.load(key),
      show: (next) => {
        state.value = next;
        error.value = null;
      },
      apply: (event) => {
        patch((current) => options.reduce(current, event));
      },
      failed: (reason) => {
        error.value = reason;
      },
    });
  };

  watch(
    options.key,
    (key) => {
      close();
      if (key !== null) open(key);
    },
    { immediate: true },
  );
  onScopeDispose(close);

  const reload = async (): Promise<void> => {
    error.value = null;
    await view?.reload();
  };
  return { state, error, patch, reload };
};
