import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { inRoot } from '../place.ts';

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

/** The places where Node looks for a package, from inside another one. */
function* placesOf(name: string, from: string): Generator<string> {
  for (
    let place = from;
    place !== '';
    place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))
  ) {
    yield `${place}/node_modules/${name}`;
  }
  yield `node_modules/${name}`;
}

describe('package-lock.json', () => {
  it('names every optional package of every platform, or npm ci refuses to install anything', () => {
    const { packages } = lockFile.parse(JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')));
    const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => ![...placesOf(name, from)].some((place) => place in packages),
      ),
    );
    // npm does without those for WebAssembly, which is no machine's platform.
    expect(missing.filter((name) => !name.includes('wasm32'))).toEqual([]);
  });
});
