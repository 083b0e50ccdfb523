import type { Evidence, History, Moment, Sample, Violation } from './history.ts';
import { mayHear } from './rights.ts';

const longestMs = 10_000;
const connected = new Set(['live', 'catching up']);

/** Since when a view has stood still below the head, and where. */
type Stand = { seq: number; since: number; isTold: boolean };

type Track = {
  status: string;
  /** By view and room. */
  positions: Map<string, { room: string; seq: number }>;
  stands: Map<string, Stand>;
  /** When something came from a room. */
  heardAt: Map<string, number>;
};

const follow = (track: Track, moment: Moment): void => {
  switch (moment.what) {
    case 'status':
      track.status = moment.status;
      if (!connected.has(moment.status)) track.stands.clear();
      return;
    case 'heard':
      track.heardAt.set(moment.room, moment.at);
      return;
    case 'shown':
      for (const [room, seq] of Object.entries(moment.rooms))
        track.positions.set(`${moment.view} ${room}`, { room, seq });
      return;
    case 'applied':
      track.positions.set(`${moment.view} ${moment.room}`, moment);
      return;
    default:
      return;
  }
};

/** Whoever says that it catches up, while events come that wait for a state, is behind and not silent. */
const isSilent = ({ status, heardAt }: Track, room: string, at: number): boolean =>
  status === 'live' || at - (heardAt.get(room) ?? -Infinity) > longestMs;

type Place = { key: string; room: string; seq: number };

/** For how long this view has stood behind the head at this sample. */
const standingOf = ({ stands }: Track, { key, seq }: Place, at: number): Stand => {
  const stand = stands.get(key);
  if (stand?.seq === seq) return stand;
  const fresh = { seq, since: at, isTold: false };
  stands.set(key, fresh);
  return fresh;
};

const look = ({ at, heads }: Sample, track: Track, { client, rights }: History): Violation[] => {
  const violations: Violation[] = [];
  for (const [key, { room, seq }] of track.positions) {
    const head = heads[room] ?? 0;
    if (head <= seq || !mayHear(rights, room, at)) {
      track.stands.delete(key);
      continue;
    }
    const stand = standingOf(track, { key, room, seq }, at);
    const standsMs = at - stand.since;
    if (stand.isTold || standsMs <= longestMs || !isSilent(track, room, at)) continue;
    stand.isTold = true;
    const text = `stood at ${String(seq)} of ${String(head)} for ${(standsMs / 1_000).toFixed(0)} s and was told nothing`;
    violations.push({ rule: 'not silent and behind', client, room, at, text });
  }
  return violations;
};

/** Nobody is both silent and behind for more than ten seconds while connected and Redis is there. */
export const checkSilence = (history: History, samples: Evidence['samples']): Violation[] => {
  const track: Track = {
    status: 'connecting',
    ...{ positions: new Map(), stands: new Map(), heardAt: new Map() },
  };
  const violations: Violation[] = [];
  const walk = history.moments.values();
  let next = walk.next();
  for (const sample of samples) {
    for (; !next.done && next.value.at <= sample.at; next = walk.next()) follow(track, next.value);
    if (sample.isRedisUp && connected.has(track.status)) violations.push(...look(sample, track, history));
    else track.stands.clear();
  }
  return violations;
};
