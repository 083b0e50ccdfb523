import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { benches } from './benches/index.ts';
import { createStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

describe('a bench in its smallest size', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await createStage();
  });
  afterAll(() => stage.close());

  it.each(benches.map((bench) => [`${bench.id} ${bench.title}`, bench] as const))(
    '%s counts as many as it expects',
    async (_title, { run, sizes }) => {
      const outcome = await run(stage, sizes.smoke, () => undefined);
      expect(outcome.isReconciled ? 'reconciled' : outcome.reconciliation).toBe('reconciled');
      expect(outcome.profile.length).toBeGreaterThan(0);
    },
  );
});
