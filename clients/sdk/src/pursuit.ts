/** What is wrong with a room: events are missing, the server knows of fewer than the view, or it has said nothing of it. */
export type Problem = 'behind' | 'ahead' | 'untold';

/** How far one has come with putting it right. */
export interface Pursuit {
  problem: Problem;
  /** Of the view, when it began: another number is progress, and begins anew. */
  seq: number;
  attempts: number;
  dueAt: number;
}

/** How long it may come right by itself. */
const patienceMs: Record<Problem, number> = { behind: 1_000, ahead: 10_000, untold: 2_000 };
const longestMs = 30_000;

interface Found {
  problem: Problem;
  seq: number;
  /** Nothing that is on its way will put it right. */
  isCertain: boolean;
}

/** The same pursuit while nothing has changed, else a new one. */
export const pursue = (
  before: Pursuit | undefined,
  { problem, seq, isCertain }: Found,
  now: number,
): Pursuit => {
  const patience = isCertain ? 0 : patienceMs[problem];
  if (before?.problem !== problem || before.seq !== seq)
    return { problem, seq, attempts: 0, dueAt: now + patience };
  return isCertain && before.attempts === 0 ? { ...before, dueAt: Math.min(before.dueAt, now) } : before;
};

export type Move = 'sync' | 'fetch' | 'renew';

/** Three times a room is asked for again, if there is a position to ask from; then its state is fetched. */
export const moveOf = ({ problem, attempts }: Pursuit, hasPosition: boolean): Move => {
  if (problem === 'untold') return 'renew';
  return problem === 'ahead' || attempts % 4 === 3 || !hasPosition ? 'fetch' : 'sync';
};

/** After an attempt: the next one waits longer, and not for all clients alike. */
export const tried = (pursuit: Pursuit, now: number, random: () => number = Math.random): Pursuit => {
  const waitMs = Math.min(longestMs, patienceMs[pursuit.problem] * 2 ** pursuit.attempts);
  return { ...pursuit, attempts: pursuit.attempts + 1, dueAt: now + waitMs * (1 + random() / 4) };
};
