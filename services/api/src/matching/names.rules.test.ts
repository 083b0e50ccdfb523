import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hues, hueOfColour } from '@convomatic/contracts/names';
import { generateNames } from './names.ts';

describe('generated names', () => {
  it('are the same for the same session and others for another', () => {
    expect(generateNames(7, 5)).toEqual(generateNames(7, 5));
    expect(generateNames(7, 5)).not.toEqual(generateNames(8, 5));
  });

  it('begin with a colour of its own hue for each of eight people', () => {
    const given = generateNames(3, hues.length).map((name) => hueOfColour(name.split(' ')[0] ?? ''));
    expect(new Set(given)).toEqual(new Set(hues));
  });

  it('are a colour and an animal, and none comes twice in a session', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 500 }), (seed, count) => {
        const names = generateNames(seed, count);
        expect(names).toHaveLength(count);
        expect(new Set(names).size).toBe(count);
        expect(names.every((name) => /^[A-Z][a-z]+ [A-Z][a-z]+$/.test(name))).toBe(true);
      }),
    );
  });
});
