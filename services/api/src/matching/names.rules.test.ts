import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hues, hueOfColour } from '@convomatic/contracts/names';
import { generateNames, nameMembers } from './names.ts';

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

describe('the names in a session', () => {
  it('are those that people asked for, and generated ones for the others', () => {
    const [first, second, third] = nameMembers(7, ['Ada', null, 'Grace']);
    expect([first, third]).toEqual(['Ada', 'Grace']);
    expect(second).toBe(generateNames(7, 3)[1]);
  });

  it('give way to a name that somebody chose, and tell apart what looks the same', () => {
    const [generated = ''] = generateNames(7, 2);
    expect(nameMembers(7, [null, generated.toUpperCase()])).toEqual([
      `${generated} 2`,
      generated.toUpperCase(),
    ]);
    expect(nameMembers(7, ['Zoë', 'Zoe\u0308', 'ZOË'])).toEqual(['Zoë', 'Zoe\u0308 2', 'ZOË 3']);
  });

  it('are never the same twice', () => {
    const anyName = fc.option(fc.constantFrom('Ada', 'ada', 'Ada 2', 'ADA 2', 'Grace'));
    fc.assert(
      fc.property(fc.nat(), fc.array(anyName, { maxLength: 20 }), (seed, asked) => {
        const names = nameMembers(seed, asked).map((name) => name.toLowerCase());
        expect(new Set(names).size).toBe(asked.length);
      }),
    );
  });
});
