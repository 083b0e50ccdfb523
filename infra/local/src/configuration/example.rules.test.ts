import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { envExample, envExampleFile } from './example.ts';

describe('.env.example', () => {
  it('is what the services read (npm run env:example writes it anew)', async () => {
    expect(readFileSync(envExampleFile, 'utf8')).toBe(await envExample());
  });
});
