import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.ts';

describe('the options of simulate', () => {
  it('have a default for everything', () => {
    expect(readOptions([])).toMatchObject({
      project: 'demo',
      participants: 12,
      arrivals: 'burst',
      chaos: false,
    });
  });

  it('are read from the command line', () => {
    const args =
      '--project other --participants 3 --arrivals poisson --seed 7 --deadline 9.5 --chaos --address http://127.0.0.1:8080/join'.split(
        ' ',
      );
    expect(readOptions(args)).toMatchObject({
      project: 'other',
      participants: 3,
      arrivals: 'poisson',
      seed: 7,
      deadline: 9.5,
      chaos: true,
      address: 'http://127.0.0.1:8080',
    });
  });

  it.each([
    ['--participants', 'many'],
    ['--participants', '0'],
    ['--arrivals', 'by-bus'],
    ['--seed', '-1'],
    ['--address', 'ftp://there'],
    ['--unknown'],
  ])('name what is wrong with %s %s', (...args) => {
    expect(() => readOptions(args)).toThrow(args[0]);
  });

  it('are none when help is asked for', () => {
    expect(readOptions(['--help'])).toBeNull();
  });
});
