import type { Evidence, History, Sample, Violation } from './history.ts';
import { steps } from './positions.ts';
import type { Step } from './positions.ts';
import { mayHear } from './rights.ts';

const longestMs = 10_000;
const connected = new Set(['live', 'catching up']);

/** Since when a view has stood still below the head, and where. */
type Stand = { seq: number; since: number; isTold: boolean };

type Track = { stands: Map<string, Stand>; positions: Map<string, Step>; violations: Violation[] };

const look = (sample: Sample, track: Track, history: History): void => {
  for (const [key, { room, seq }] of track.positions) {
    const head = sample.heads[room] ?? 0;
    const stand = track.stands.get(key);
    if (head <= seq || !mayHear(history.rights, room, sample.at)) track.stands.delete(key);
    else if (stand?.seq !== seq) track.stands.set(key, { seq, since: sample.at, isTold: false });
    else if (!stand.isTold && sample.at - stand.since > longestMs) {
      stand.isTold = true;
      const seconds = ((sample.at - stand.since) / 1_000).toFixed(0);
      const text = `stood at ${String(seq)} of ${String(head)} for ${seconds} s and was told nothing`;
      track.violations.push({
        rule: 'not silent and behind',
        client: history.client,
        room,
        at: sample.at,
        text,
      });
    }
  }
};

/** Nobody is both silent and behind for more than ten seconds while connected and Redis is there. */
export const checkSilence = (history: History, samples: Evidence['samples']): Violation[] => {
  const track: Track = { stands: new Map(), positions: new Map(), violations: [] };
  const walk = steps(history);
  const statuses = history.moments.values().filter((moment) => moment.what === 'status');
  let step = walk.next();
  let change = statuses.next();
  let status = 'connecting';
  for (const sample of samples) {
    for (; !step.done && step.value.moment.at <= sample.at; step = walk.next())
      track.positions.set(`${step.value.moment.view} ${step.value.room}`, step.value);
    for (; !change.done && change.value.at <= sample.at; change = statuses.next()) {
      status = change.value.status;
      if (!connected.has(status)) track.stands.clear();
    }
    if (sample.isRedisUp && connected.has(status)) look(sample, track, history);
    else track.stands.clear();
  }
  return track.violations;
};
