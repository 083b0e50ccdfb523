import { documentName } from '@convomatic/contracts/names';
import type { DocumentAddress } from '@convomatic/contracts/names';
import { defineStore } from 'pinia';
import { computed, onScopeDispose, shallowReactive, watch } from 'vue';
import { useMe } from '../logins/index.ts';
import { useSaving } from '../platform/saving.ts';
import { holdDocument } from './held-document.ts';
import type { HeldDocument } from './held-document.ts';
import { OpenDocument } from './open-document.ts';
import { createSockets } from './sockets.ts';
import { sayProblem } from './problem-words.ts';
import { isSettled, saveStateOf } from './text-state.ts';

/** Asks before the tab is closed on what only it has. */
const warnWhile = (isUnsent: () => boolean): void => {
  addEventListener('beforeunload', (event) => {
    if (isUnsent()) event.preventDefault();
  });
};

/** The texts that this page has open. */
export const useDocuments = defineStore('documents', () => {
  const me = useMe();
  const saving = useSaving();
  const sockets = createSockets();
  const held = shallowReactive(new Map<string, HeldDocument>());

  const begin = (name: string, shard: string, secret: string): HeldDocument => {
    const document = new OpenDocument({ socket: sockets.take(shard), name, secret });
    const leaveSaving = saving.join({
      state: () => saveStateOf(document.state.value),
      problem: () => sayProblem(document.state.value.problem),
      isSaved: () => isSettled(document.state.value),
    });
    const done = (): void => {
      leaveSaving();
      held.delete(name);
      sockets.release(shard);
    };
    return holdDocument({ document, done });
  };

  /** Anew where the server had closed it; words that were kept then are kept on. */
  const reopen = (closed: HeldDocument | undefined, next: () => HeldDocument): HeldDocument => {
    closed?.close();
    const one = next();
    one.document.recovery.value = closed?.document.recovery.value ?? null;
    return one;
  };

  /** Opens a text, or joins whoever has it open in this page; null for who is not signed in. */
  const open = (address: DocumentAddress, shard: string): HeldDocument | null => {
    const secret = me.collaborationSecret;
    if (secret === null) return null;
    const name = documentName(address);
    const known = held.get(name);
    const isOpen = known?.document.state.value.isClosed === false;
    const one = isOpen ? known : reopen(known, () => begin(name, shard, secret));
    held.set(name, one);
    one.take();
    return one;
  };

  /** Who else has one of these texts open. */
  const people = computed(() => {
    const all = [...held.values()].flatMap(({ document }) => document.people.value);
    return [...new Map(all.map((user) => [user.id, user])).values()];
  });

  warnWhile(() => [...held.values()].some(({ document }) => document.state.value.own === 'unsent'));
  watch(
    () => me.collaborationSecret,
    () => {
      for (const one of held.values()) one.close();
    },
  );

  return { open, people };
});

/** A text, open for as long as the component lives. */
export const useDocument = (address: DocumentAddress, shard: string): OpenDocument | null => {
  const one = useDocuments().open(address, shard);
  onScopeDispose(() => one?.release());
  return one?.document ?? null;
};
