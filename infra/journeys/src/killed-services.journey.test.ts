import { describe, expect, it } from '@jest/globals';
import { withEvidence } from './browser/evidence.ts';
import { simulate } from './participants/simulation.ts';
import { forAll } from './system/for-all.ts';
import { startSystem } from './system/system.ts';
import type { System } from './system/system.ts';

const opened = forAll<System>({
  open: startSystem,
  prepare: async ({ team, seed: { demo_slug } }) => {
    await team.retime(demo_slug, { duration_ms: 25_000, offsets_ms: [0, 8_000, 16_000] });
    await team.publish(demo_slug);
  },
  close: (system) => system.stop(),
});

describe('a talk of twelve in which processes are killed', () => {
  it('loses and doubles nothing when channels and worker die in the middle', () => {
    const system = opened();
    return withEvidence({ system, people: [] }, async () => {
      const simulation = await simulate(system, { participants: 12 });
      try {
        await simulation.says(/ 12 talking /);
        const { channels, worker } = system.services;
        await Promise.all([channels.restart(), worker.restart()]);
        const { code, output } = await simulation.ended;
        expect(output).toContain('12 completed');
        expect({ code, output }).toMatchObject({ code: 0 });
      } finally {
        simulation.stop();
      }
    });
  });
});
