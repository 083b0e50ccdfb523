import type { Extension } from '@hocuspocus/server';
import type { Context } from '../context.ts';

/** A cursor carries the name of who moves it, whatever the client says. */
export const createNames = (): Extension => ({
  extensionName: 'names',
  beforeHandleAwareness: ({ states, context }) => {
    const known = context as Context | undefined;
    if (known) for (const state of states.values()) state.user = known.user;
    return Promise.resolve();
  },
});
