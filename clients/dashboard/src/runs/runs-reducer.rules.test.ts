import type { Event, Run } from '@convomatic/contracts';
import { describe, expect, it } from '@jest/globals';
import { reduceRuns } from './runs-reducer.ts';
import type { RunsState } from './runs-reducer.ts';

const at = '2030-01-01T10:00:00.000Z';
const runOf = (id: number, change: Partial<Run> = {}): Run => ({
  ...{ id, project_id: 1, label: `Run ${String(id)}`, opens_at: at, closes_at: null, closed_at: null },
  ...{ max_participants: null, created_at: at, updated_at: at, ...change },
});
const eventOf = (...runs: Run[]): Event => ({
  ...{ room: 'group-1', team_id: 1, seq: 1, id: 1, at, kind: 'run.updated', records: { runs } },
});
const state: RunsState = { runs: [runOf(2), runOf(1)], taken: [], rooms: {} };

describe('runs', () => {
  it('are kept newest first, with what has changed of them', () => {
    const closed = runOf(2, { closed_at: at });
    const next = reduceRuns(1)(state, eventOf(closed, runOf(3)));
    expect(next.runs).toEqual([runOf(3), closed, runOf(1)]);
  });

  it('of another project change nothing', () => {
    expect(reduceRuns(1)(state, eventOf(runOf(3, { project_id: 2 })))).toBe(state);
  });
});
