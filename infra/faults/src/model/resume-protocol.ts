import { client, mishaps } from './client.ts';
import type { Machine } from './explore.ts';
import { node, writers } from './servers.ts';
import { cloneState, startState } from './state.ts';
import type { Fault, Protocol, State } from './state.ts';

type Setup = { protocol: Protocol; budget: Partial<Record<Fault, number>>; mostEvents: number };

/** The resume protocol with the rules that run in production, in a world that drops, forgets and crashes. */
export const resumeProtocol = ({ protocol, budget, mostEvents }: Setup): Machine<State> => {
  const { commit, ...published } = writers(protocol, mostEvents);
  const fair = { ...published, ...node(protocol), ...client(protocol) };
  return {
    start: startState(budget),
    clone: cloneState,
    steps: { commit: commit ?? (() => false), ...fair, ...mishaps },
    fair: Object.keys(fair),
    isBroken: (state) => state.broken ?? undefined,
    isStuck: ({ client: page, committed }) =>
      page.shown === committed ? undefined : `stuck at ${String(page.shown)} of ${String(committed)}`,
  };
};
