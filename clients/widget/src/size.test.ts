import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';

const assets = new URL('../dist/assets/', import.meta.url);
const limitBytes = 48_000;

/** Bytes as a browser fetches them, by file. */
const sizes = (): Record<string, number> => {
  if (!existsSync(assets)) throw new Error('clients/widget/dist is missing: build the widget first.');
  const files = readdirSync(assets).filter((file) => /\.(js|css)$/.test(file));
  return Object.fromEntries(
    files.map((file) => [file, gzipSync(readFileSync(new URL(file, assets))).length]),
  );
};

describe('the built widget', () => {
  it('is under 48 kB, scripts and styles together, in all languages', () => {
    const measured = sizes();
    const total = Object.values(measured).reduce((sum, size) => sum + size, 0);
    expect(Object.keys(measured).length).toBeGreaterThan(2);
    expect(total).toBeLessThan(limitBytes);
  });
});
