import type { History, Moment } from './history.ts';

export type Step = {
  moment: Extract<Moment, { what: 'shown' | 'applied' }>;
  room: string;
  seq: number;
  /** Where the view stood in this room before; undefined at its first state. */
  before: number | undefined;
};

/** Each change of a view's position in a room, with the one before it. */
export function* steps({ moments }: History): Generator<Step> {
  const positions = new Map<string, number>();
  for (const moment of moments) {
    if (moment.what !== 'shown' && moment.what !== 'applied') continue;
    const rooms = moment.what === 'shown' ? moment.rooms : { [moment.room]: moment.seq };
    for (const [room, seq] of Object.entries(rooms)) {
      const key = `${moment.view} ${room}`;
      yield { moment, room, seq, before: positions.get(key) };
      positions.set(key, seq);
    }
  }
}

/** Where each view stood in each of its rooms at the end. */
export const lastSteps = (history: History): Step[] => {
  const last = new Map<string, Step>();
  for (const step of steps(history)) last.set(`${step.moment.view} ${step.room}`, step);
  return [...last.values()];
};
