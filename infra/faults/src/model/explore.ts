/** What is checked: a state, what may happen to it, and what must hold. */
export interface Machine<S> {
  start: S;
  clone: (state: S) => S;
  /** Each changes the state in place and answers whether it could happen. */
  steps: Record<string, (state: S) => boolean>;
  /** Those that go on by themselves; the others are faults and arrivals, which may stop. */
  fair: readonly string[];
  /** What is wrong with a state at any time. */
  isBroken: (state: S) => string | undefined;
  /** What is wrong once nothing but fair steps happen and none is left. */
  isStuck: (state: S) => string | undefined;
}

export interface Explored {
  states: number;
  /** The first that was found, with the shortest way there. */
  violation: { what: string; path: string[] } | undefined;
}

type Seen = Map<string, { from: string; step: string } | null>;

const settleRounds = 200;

/** The state after faults have ended and everything that can go on has. */
const settle = <S>({ clone, steps, fair }: Machine<S>, from: S): S => {
  const state = clone(from);
  for (let round = 0; round < settleRounds; round += 1) {
    const moved = fair.filter((name) => steps[name]?.(state));
    if (moved.length === 0) break;
  }
  return state;
};

const pathTo = (seen: Seen, key: string): string[] => {
  const before = seen.get(key);
  return before ? [...pathTo(seen, before.from), before.step] : [];
};

const judge = <S>(machine: Machine<S>, state: S): string | undefined => {
  const broken = machine.isBroken(state);
  if (broken !== undefined) return broken;
  const settled = settle(machine, state);
  return machine.isBroken(settled) ?? machine.isStuck(settled);
};

const successors = <S>({ clone, steps }: Machine<S>, state: S): { step: string; next: S }[] =>
  Object.entries(steps).flatMap(([step, run]) => {
    const next = clone(state);
    return run(next) ? [{ step, next }] : [];
  });

/** Every state that any order of steps leads to, nearest first, until one is wrong. */
export const explore = <S>(machine: Machine<S>, mostStates = 2_000_000): Explored => {
  const seen: Seen = new Map([[JSON.stringify(machine.start), null]]);
  const queue: S[] = [machine.start];
  let at = 0;
  for (let state = queue[0]; state !== undefined; state = queue[at]) {
    const key = JSON.stringify(state);
    const what = judge(machine, state);
    if (what !== undefined) return { states: seen.size, violation: { what, path: pathTo(seen, key) } };
    for (const { step, next } of successors(machine, state)) {
      const nextKey = JSON.stringify(next);
      if (seen.has(nextKey)) continue;
      seen.set(nextKey, { from: key, step });
      queue.push(next);
    }
    if (seen.size > mostStates) throw new Error(`more than ${String(mostStates)} states`);
    Reflect.deleteProperty(queue, at);
    at += 1;
  }
  return { states: seen.size, violation: undefined };
};
