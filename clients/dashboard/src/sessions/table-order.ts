import type { Session } from '@convomatic/contracts';
import { elapsedMs } from './session-clock.ts';

export const columns = [
  { column: 'id', label: 'sessions.session' },
  { column: 'state', label: 'sessions.state' },
  { column: 'version', label: 'sessions.version' },
  { column: 'members', label: 'sessions.members' },
  { column: 'started', label: 'sessions.started' },
  { column: 'length', label: 'sessions.length' },
  { column: 'reason', label: 'sessions.ended_by' },
] as const;

export type Column = (typeof columns)[number]['column'];

interface Order {
  column: Column;
  isDescending: boolean;
  members: (sessionId: number) => number;
}

/** What a column sorts by. Sessions that run count as longest, so that they stay together. */
const valueOf = (session: Session, { column, members }: Order): string | number =>
  ({
    id: () => session.id,
    state: () => session.state,
    version: () => session.version_number,
    members: () => members(session.id),
    started: () => session.started_at ?? '',
    length: () => (session.closed_at ? elapsedMs(session, 0) : Infinity),
    reason: () => session.closed_reason ?? '',
  })[column]();

export const sortSessions = (sessions: readonly Session[], order: Order): Session[] => {
  const sign = order.isDescending ? -1 : 1;
  return [...sessions].sort((one, other) => {
    const first = valueOf(one, order);
    const second = valueOf(other, order);
    if (first === second) return other.id - one.id;
    return first < second ? -sign : sign;
  });
};
