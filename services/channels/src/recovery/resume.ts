import type { Position, ResetReason, RoomStatus } from '@convomatic/contracts/names';
import { reachesBack } from './room-log.ts';
import type { Numbered, RoomLog } from './room-log.ts';

export type Resumed<E> = {
  status: RoomStatus;
  epoch: number;
  /** Where the connection stands once `events` are sent. */
  seq: number;
  /** What it missed, in order. */
  events: E[];
  reason: ResetReason | null;
};

type Standing = { epoch: number; seq: number };

/** Numbers of two epochs cannot be compared; 0 is a node that has not been told of one. */
const endOf = (log: RoomLog<unknown>, node: Standing): Standing => {
  if (!log) return node;
  const isOneCount = node.epoch === 0 || node.epoch === log.epoch;
  return { epoch: log.epoch, seq: isOneCount ? Math.max(log.top, node.seq) : log.top };
};

/**
 * CH25: how a room goes on for a connection that is at `position` (null: it fetches a state by itself). `node` is what
 * this node has passed on: more than the log has, when Redis lost its last writes; the client then asks again.
 */
export const resume = <E extends Numbered>(
  position: Position | null,
  log: RoomLog<E>,
  node: Standing,
): Resumed<E> => {
  const { epoch, seq } = endOf(log, node);
  const answer = (status: RoomStatus, events: E[] = [], reason: ResetReason | null = null): Resumed<E> => ({
    status,
    epoch,
    seq,
    events,
    reason,
  });
  if (!position) return answer('live');
  if (!log) return answer('reset', [], 'unknown');
  if (position.epoch !== log.epoch) return answer('reset', [], 'epoch');
  if (position.seq >= log.top) return answer('live');
  if (!reachesBack(log, position.seq)) return answer('reset', [], 'too_old');
  return answer(
    'recovered',
    log.entries.filter((entry) => entry.seq > position.seq),
  );
};
