import type { Played, Stage } from './stage/stage.ts';

/** How large and how long. */
export interface Size {
  sockets: number;
  /** Events a second. */
  rate: number;
  warmSeconds: number;
  seconds: number;
  runs: number;
}

export interface ProfileLine {
  name: string;
  /** Of the time that was not idle. */
  share: number;
}

export interface Outcome {
  figure: string;
  reference: string;
  ratio: number | null;
  isMet: boolean;
  /** What was expected and what arrived. */
  reconciliation: string;
  isReconciled: boolean;
  /** Everything measured, by name. */
  numbers: Record<string, number | number[]>;
  profile: ProfileLine[];
}

export interface Bench {
  /** As in the specification of performance. */
  id: string;
  /** What `npm run bench -- <name>` takes; several share one. */
  name: string;
  title: string;
  load: string;
  target: string;
  /** What holds the figure where it is, in a person's words. */
  limit: string;
  /** Why the target may be missed, said when it is. */
  shortfall?: string;
  sizes: { full: Size; smoke: Size };
  run: (stage: Stage, size: Size, say: (line: string) => void) => Promise<Outcome>;
}

/** Of all runs: as many deliveries as there should be, none lost, doubled or out of order. */
export function reconcile(played: readonly Played[]): Pick<Outcome, 'reconciliation' | 'isReconciled'> {
  const sum = (of: (one: Played) => number): number => played.reduce((total, one) => total + of(one), 0);
  const [expected, arrived] = [sum((one) => one.expected), sum((one) => one.arrived)];
  const faults = {
    lost: sum(({ counts }) => counts.lost),
    doubled: sum(({ counts }) => counts.doubled),
    'connections broken': sum(({ counts }) => counts.broken),
    'publishes failed': sum(({ failed }) => failed),
  };
  const words = Object.entries(faults).map(([what, count]) => `${count} ${what}`);
  return {
    reconciliation: `${arrived} of ${expected} deliveries, ${words.join(', ')}`,
    isReconciled: arrived === expected && Object.values(faults).every((count) => count === 0),
  };
}

/** One more run that counts for nothing, to see where the time goes. */
export async function profileOf(
  { server, play }: Awaited<ReturnType<Stage['open']>>,
  load: { rate: number; seconds: number },
): Promise<ProfileLine[]> {
  await server.probe.startProfile();
  await play(load);
  return server.probe.stopProfile();
}
