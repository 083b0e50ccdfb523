import { statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../place.ts';
import { longest } from './longest.ts';

interface TestFile {
  path: string;
}

const rankOf = ({ path: file }: TestFile): number => {
  const rank = longest.indexOf(path.relative(root, file).replaceAll(path.sep, '/'));
  return rank === -1 ? longest.length : rank;
};

const sizeOf = ({ path: file }: TestFile): number => statSync(file).size;

/** The order in which Jest begins test files. In a fresh clone it knows no times, and a long one last is a long wait. */
export default function LongestFirst() {
  return {
    sort: (files: readonly TestFile[]) =>
      files.toSorted((a, b) => rankOf(a) - rankOf(b) || sizeOf(b) - sizeOf(a)),
    allFailedTests: () => {
      throw new Error('Jest is not asked for the failed tests alone: no run knows of the one before.');
    },
    cacheResults: () => undefined,
  };
}
