import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../clients/index.ts';
import type { Chance } from './chance.ts';
import type { createFaults } from './faults.ts';
import { createPinpricks } from './pinpricks.ts';
import type { FaultKind, Planned } from './schedule.ts';
import type { System } from './system.ts';

/** A fault that came, by the clock of the harness. */
export type Struck = {
  kind: FaultKind | 'last messages unheard';
  from: number;
  until: number;
  target: string;
};

type Needs = {
  faults: ReturnType<typeof createFaults>;
  system: Pick<System, 'network' | 'wires'>;
  chance: Chance;
  say: (line: string) => void;
  signal: AbortSignal;
};

/** Answers may take long on a busy machine; a way to Redis that is cut for longer would be another fault. */
const unheardMs = { before: 1_000, after: 2_000 };

/** Does what was planned, and meanwhile resets connections of clients and drops single messages on their way. */
export const createNemesis = ({ faults, system, chance, say, signal }: Needs) => {
  const struck: Struck[] = [];
  const failures: string[] = [];
  const pinpricks = createPinpricks({ system, chance, signal });

  const strike = async ({ kind, atMs }: Planned): Promise<void> => {
    await pause(atMs, undefined, { signal });
    const record: Struck = { kind, from: now(), until: Infinity, target: '' };
    struck.push(record);
    try {
      record.target = await faults[kind]();
    } catch (error) {
      failures.push(`${kind}: ${String(error)}`);
    }
    record.until = now();
    say(`${kind} ${record.target} (${((record.until - record.from) / 1_000).toFixed(1)} s)`);
  };

  return {
    struck,
    failures,
    cuts: pinpricks.cuts,
    run: async (plan: readonly Planned[], seconds: number): Promise<void> => {
      const end = now() + seconds * 1_000;
      await Promise.all([...plan.map(strike), pinpricks.run(end)]);
      if (now() < end) await pause(end - now(), undefined, { signal });
    },
    /** One node hears nothing of the last messages: nothing comes after them that would show the hole. */
    hideLast: async (finish: () => Promise<void>): Promise<void> => {
      const wire = system.wires[chance.whole(0, system.wires.length - 1)];
      const record: Struck = { kind: 'last messages unheard', from: now(), until: Infinity, target: '' };
      struck.push(record);
      await wire?.cut();
      try {
        await pause(unheardMs.before, undefined, { signal });
        await Promise.race([finish(), pause(unheardMs.after, undefined, { signal })]);
      } finally {
        await wire?.restore();
        record.until = now();
      }
    },
  };
};

export type Nemesis = ReturnType<typeof createNemesis>;
