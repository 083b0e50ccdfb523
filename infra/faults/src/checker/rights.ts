import type { History, Right, Violation } from './history.ts';

export const mayHear = (rights: readonly Right[], room: string, at: number): boolean =>
  rights.some((right) => right.room === room && at >= right.from && at <= right.until + right.graceMs);

/** Whether the right to a room still stands at the end. */
export const keepsRight = (rights: readonly Right[], room: string): boolean =>
  rights.some((right) => right.room === room && right.until === Infinity);

/** Nothing comes from a room to whom it is closed at that moment. */
export const checkRights = ({ client, moments, rights }: History): Violation[] =>
  moments.flatMap((moment): Violation[] => {
    if (moment.what !== 'heard' || mayHear(rights, moment.room, moment.at)) return [];
    const text = `heard ${String(moment.seq)} without a right to the room`;
    return [{ rule: 'only by right', client, room: moment.room, at: moment.at, text }];
  });

/** Who knows the contract alone sees its two events and no other. */
export const checkContract = ({ client, moments }: History): Violation[] =>
  moments.flatMap((moment): Violation[] =>
    moment.what === 'stray'
      ? [{ rule: 'contract alone', client, room: '', at: moment.at, text: `heard "${moment.name}"` }]
      : [],
  );
