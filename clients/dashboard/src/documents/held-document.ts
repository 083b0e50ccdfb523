import { effectScope, ref, watch } from 'vue';
import type { OpenDocument } from './open-document.ts';

interface Needs {
  document: OpenDocument;
  /** Called once, when nobody needs it any more. */
  done: () => void;
}

/** A text and how many components of the page show it. */
export interface HeldDocument {
  document: OpenDocument;
  take: () => void;
  release: () => void;
  close: () => void;
}

/** Who leaves the page of a text with something unsaved in it does not take that along: it stays until it is saved, or thrown away. */
export const holdDocument = ({ document, done }: Needs): HeldDocument => {
  const scope = effectScope(true);
  const users = ref(0);

  const close = (): void => {
    scope.stop();
    document.close();
    done();
  };
  const isDone = (): boolean => {
    const { own, isClosed } = document.state.value;
    const isKept = own === 'saved' || isClosed;
    return users.value === 0 && isKept && document.recovery.value === null;
  };
  scope.run(() => {
    watch(isDone, (isOver) => {
      if (isOver) close();
    });
  });
  return {
    document,
    close,
    take: () => {
      users.value += 1;
    },
    release: () => {
      users.value -= 1;
    },
  };
};
