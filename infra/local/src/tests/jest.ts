import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { inRoot } from '../place.ts';
import { runShown } from './command.ts';
import type { Terms } from './command.ts';
import { failedOnce } from './count.ts';
import type { Count } from './count.ts';

interface JestRun extends Terms {
  /** Which files, as a glob. */
  files: string;
  /** What a person asked for: parts of paths. */
  patterns: readonly string[];
  options: readonly string[];
}

const report = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

const longestFirst = inRoot('infra/local/src/tests/longest-first.ts');

const graceMs = 20_000;

/** Runs one kind of test file. A file that cannot be read counts as a failed test, and so does finding none. */
export async function runJest({ files, patterns, options, ...terms }: JestRun): Promise<Count> {
  const folder = mkdtempSync(path.join(tmpdir(), 'convomatic-jest-'));
  const outputFile = path.join(folder, 'report.json');
  const command = [
    process.execPath,
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    inRoot('node_modules/jest/bin/jest.js'),
    `--testMatch=${files}`,
    `--testSequencer=${longestFirst}`,
    ...options,
    '--json',
    `--outputFile=${outputFile}`,
    ...patterns,
  ] as const;
  const overdue = endAfterReport(outputFile);
  const code = await runShown(command, {
    ...terms,
    env: { ...terms.env, NODE_ENV: 'test' },
    signal: AbortSignal.any([terms.signal, overdue.signal]),
  });
  overdue.forget();
  const count = readReport(outputFile);
  rmSync(folder, { recursive: true });
  if (count === undefined) return failedOnce;
  const isSilentFailure = code !== 0 && count.failed === 0;
  return isSilentFailure || count.passed + count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** Jest waits for ever for what a test left open: a while after its report it is ended, which fails the stage. */
function endAfterReport(file: string): { signal: AbortSignal; forget: () => void } {
  const controller = new AbortController();
  let reportedAt: number | undefined;
  const timer = setInterval(() => {
    if (!existsSync(file)) return;
    reportedAt ??= performance.now();
    if (performance.now() - reportedAt > graceMs) controller.abort();
  }, 1000);
  return {
    signal: controller.signal,
    forget: () => {
      clearInterval(timer);
    },
  };
}

function readReport(file: string): Count | undefined {
  try {
    const result = report.parse(JSON.parse(readFileSync(file, 'utf8')));
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    };
  } catch {
    // Jest ended before it could write one; what it printed says why.
    return undefined;
  }
}
