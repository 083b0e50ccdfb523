import { turbo, turboEnvironment } from '../build.ts';
import { inRoot } from '../place.ts';
import { obtainChromium } from '../system/programs.ts';
import { runShown, testEnvironment } from './command.ts';
import type { Command } from './command.ts';
import { failedOnce, passedOnce } from './count.ts';
import type { Count } from './count.ts';
import { runJest } from './jest.ts';
import type { ThrowAwayServers } from './throw-away.ts';

/** What a stage may use of the run that it is part of. */
export interface Surroundings {
  patterns: readonly string[];
  /** Aborted when a person ends the run. */
  signal: AbortSignal;
  say: (sentence: string) => void;
  servers: ThrowAwayServers;
}

export interface Stage {
  name: string;
  /** A stage that must have passed, or this one fails without being tried. */
  needs?: string;
  run: (surroundings: Surroundings) => Promise<Count>;
}

const node = (script: string, ...args: string[]): Command => [process.execPath, inRoot(script), ...args];

/** A tool that says yes or no: one check, passed or failed. */
const tool = (name: string, command: Command): Stage => ({
  name,
  run: async ({ signal }) => {
    const code = await runShown(command, { env: { ...testEnvironment(), ...turboEnvironment }, signal });
    return code === 0 ? passedOnce : failedOnce;
  },
});

const turboTask = (task: string): Command =>
  turbo('run', task, '--continue', '--output-logs=errors-only', '--log-order=grouped');

const cache = 'node_modules/.cache';

/** Fast, without servers: what to run before every commit. */
export const checkStages: readonly Stage[] = [
  tool(
    'format',
    node('node_modules/prettier/bin/prettier.cjs', '--check', '--cache', '--log-level=warn', '.'),
  ),
  tool('lint', turboTask('lint')),
  tool(
    'boundaries',
    node('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', 'services', 'clients', 'infra'),
  ),
  tool('unused', node('node_modules/knip/bin/knip.js', '--cache', `--cache-location=${cache}/knip`)),
  tool('types', turboTask('types')),
  {
    name: 'rules',
    run: ({ patterns, signal }) =>
      runJest({ files: '**/*.rules.test.ts', patterns, options: [], env: testEnvironment(), signal }),
  },
];

export const slowStages: readonly Stage[] = [
  tool('build', turboTask('build')),
  {
    name: 'integration',
    needs: 'build',
    run: async ({ patterns, servers, signal }) => {
      const env = { ...testEnvironment(), ...(await servers.environment()) };
      return runJest({
        files: '**/!(*.rules|*.journey).test.ts',
        patterns,
        options: ['--maxWorkers=2'],
        env,
        signal,
      });
    },
  },
  {
    name: 'journeys',
    needs: 'build',
    run: async ({ patterns, servers, say, signal }) => {
      const chromium = await obtainChromium(say);
      const env = { ...testEnvironment(), ...(await servers.environment()), CHROME_PATH: chromium };
      const options = ['--maxWorkers=1', '--testTimeout=240000'];
      return runJest({ files: '**/*.journey.test.ts', patterns, options, env, signal });
    },
  },
];
