import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withEvidence } from './browser/evidence.ts';
import { simulate } from './participants/simulation.ts';
import { startSystem } from './system/system.ts';
import type { System } from './system/system.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
  await system.team.retime(system.seed.demo_slug, { duration_ms: 25_000, offsets_ms: [0, 8_000, 16_000] });
  await system.team.publish(system.seed.demo_slug);
}, 60_000);

afterAll(async () => {
  await system.stop();
});

describe('a talk of twelve in which processes are killed', () => {
  it('loses and doubles nothing when channels and worker die in the middle', () =>
    withEvidence({ system, people: [] }, async () => {
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
    }));
});
