import { describe, expect, it } from '@jest/globals';
import { line } from './scalars.ts';

const accepts = (text: string): boolean => line(40).safeParse(text).success;

describe('a line', () => {
  it.each(['Ada', 'Grüße', 'עברית', '李', '👩\u200d👧', ' trimmed\n', 'a\u200cb'])('may be %j', (text) => {
    expect(accepts(text)).toBe(true);
  });

  it.each([
    ['nothing', '  '],
    ['nothing that can be seen', '\u200b\u2060'],
    ['two lines', 'Ada\nBcc: all@example.org'],
    ['two lines in other words', 'Ada\u2028Owner'],
    ['a bell', 'Ada\u0007'],
    ['what is written backwards', '\u202egnp.exe'],
    ['what is isolated', '\u2067Ada'],
    ['too much', 'x'.repeat(41)],
  ])('is not %s', (_what, text) => {
    expect(accepts(text)).toBe(false);
  });
});
