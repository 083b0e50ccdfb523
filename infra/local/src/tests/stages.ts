import { turbo, turboEnvironment } from '../build.ts';
import { inRoot } from '../place.ts';
import { obtainChromium } from '../system/programs.ts';
import { runShown, testEnvironment } from './command.ts';
import type { Command } from './command.ts';
import { failedOnce, passedOnce } from './count.ts';
import type { Count } from './count.ts';
import { runJest } from './jest.ts';
import type { Output } from './output.ts';
import type { ThrowAwayServers } from './throw-away.ts';

/** What a stage may use of the run that it is part of. */
export interface Surroundings {
  patterns: readonly string[];
  /** Aborted when a person ends the run. */
  signal: AbortSignal;
  output: Output;
  /** Adds a sentence to the output. */
  say: (sentence: string) => void;
  servers: ThrowAwayServers;
}

export interface Stage {
  name: string;
  /** Tools want the processor alone; stages with servers often wait, and run beside them. Others precede both. */
  lane: 'alone' | 'tools' | 'servers';
  /** A stage that must have passed, or this one fails without being tried. */
  needs?: string;
  run: (surroundings: Surroundings) => Promise<Count>;
}

const node = (script: string, ...args: string[]): Command => [process.execPath, inRoot(script), ...args];

/** A tool that says yes or no: one check, passed or failed. */
const tool = (name: string, command: Command, lane: Stage['lane'] = 'tools'): Stage => ({
  name,
  lane,
  run: async ({ signal, output }) => {
    const env = { ...testEnvironment(), ...turboEnvironment };
    const code = await runShown(command, { env, signal, output, isPatient: true });
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
    lane: 'tools',
    run: ({ patterns, signal, output }) => {
      const terms = { env: testEnvironment(), signal, output, isPatient: true };
      return runJest({ files: '**/*.rules.test.ts', patterns, options: [], ...terms });
    },
  },
];

export const slowStages: readonly Stage[] = [
  tool('build', turboTask('build'), 'alone'),
  {
    name: 'integration',
    lane: 'servers',
    needs: 'build',
    run: async ({ patterns, servers, signal, output }) => {
      const env = { ...testEnvironment(), ...(await servers.environment()) };
      const files = '**/!(*.rules|*.journey).test.ts';
      // Half of their time they wait: for servers, for what must not come, for a lease to end.
      return runJest({ files, patterns, options: ['--maxWorkers=3'], env, signal, output });
    },
  },
  {
    name: 'journeys',
    lane: 'servers',
    needs: 'build',
    run: async ({ patterns, servers, say, signal, output }) => {
      const chromium = await obtainChromium(say);
      const env = { ...testEnvironment(), ...(await servers.environment()), CHROME_PATH: chromium };
      const options = ['--maxWorkers=2', '--testTimeout=240000'];
      return runJest({ files: '**/*.journey.test.ts', patterns, options, env, signal, output });
    },
  },
];
