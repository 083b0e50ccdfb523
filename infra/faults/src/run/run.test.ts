import { describe, expect, it } from '@jest/globals';
import { report } from '../report.ts';
import { runFaults } from './run.ts';
import type { RunOptions } from './run.ts';

const siege: RunOptions = {
  seed: 1,
  clients: 20,
  rate: 40,
  seconds: 5,
  nodes: 2,
  faults: ['redis flushed', 'subscriber cut'],
  // A head after 8 s, a question after one more; a node that has missed something itself takes up to 5 s before.
  quietMs: 15_000,
};

describe('the client suite', () => {
  it('gets every committed event once and in order through a flush, cuts and unheard last messages', async () => {
    const outcome = await runFaults(siege);
    expect(outcome.failures).toEqual([]);
    expect(outcome.violations.length === 0 ? '' : report(outcome)).toBe('');
    expect(outcome.counts.committed).toBeGreaterThan(100);
    expect(outcome.clients.deliveries).toBeGreaterThan(outcome.counts.committed);
    expect(outcome.counts.quietAfterMs).not.toBeNull();
  });

  it('fails against a naive relay that subscribes, parses and emits: it loses the last messages', async () => {
    const outcome = await runFaults({ ...siege, relay: 'naive', quietMs: 10_000 });
    expect(outcome.failures).toEqual([]);
    expect(outcome.violations.map(({ rule }) => rule)).toContain('every event');
  });
});
