import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../clients/index.ts';
import type { Chance } from './chance.ts';
import type { System } from './system.ts';

type Needs = { system: Pick<System, 'network' | 'wires'>; chance: Chance; signal: AbortSignal };

const cutEveryMs = { shortest: 1_500, longest: 4_000 };
const mostCut = 10;
const dropEveryMs = { shortest: 500, longest: 1_500 };

/** What goes wrong all the time: connections of some clients are reset, single messages are dropped on their way. */
export const createPinpricks = ({ system, chance, signal }: Needs) => {
  const cutting = chance.branch('cuts');
  const dropping = chance.branch('drops');
  let cuts = 0;

  const cutClients = async (until: number): Promise<void> => {
    for (;;) {
      const waitMs = cutting.between(cutEveryMs.shortest, cutEveryMs.longest);
      if (now() + waitMs > until) return;
      await pause(waitMs, undefined, { signal });
      const shares = Array.from({ length: cutting.whole(1, mostCut) }, cutting.next);
      cuts += await system.network.cutClients(shares);
    }
  };

  /** Nothing else that we do loses one message on a connection that stays. */
  const dropMessages = async (until: number): Promise<void> => {
    for (;;) {
      const waitMs = dropping.between(dropEveryMs.shortest, dropEveryMs.longest);
      if (now() + waitMs > until) return;
      await pause(waitMs, undefined, { signal });
      const wire = system.wires[dropping.whole(0, system.wires.length - 1)];
      await wire?.drop();
      await system.network.dropDelivered([dropping.next(), dropping.next()]);
    }
  };

  return {
    cuts: () => cuts,
    run: (until: number): Promise<unknown> => Promise.all([cutClients(until), dropMessages(until)]),
  };
};
