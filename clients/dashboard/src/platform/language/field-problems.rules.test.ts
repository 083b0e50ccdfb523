import { project } from '@convomatic/contracts';
import { afterEach, describe, expect, it } from '@jest/globals';
import { words } from '../../words.ts';
import { sayFieldProblem } from './field-problems.ts';
import { language, setWords } from './language.ts';

setWords(words);
afterEach(() => {
  language.value = 'en';
});

const problemOf = (field: keyof typeof project.shape, value: unknown): string =>
  project.shape[field].safeParse(value).error?.issues[0]?.message ?? '';

describe('what is wrong with a field', () => {
  it('is the server’s own sentence in English', () => {
    expect(sayFieldProblem('At most 50 people.')).toBe('At most 50 people.');
  });

  it.each([
    ['name', ''],
    ['name', 'x'.repeat(121)],
    ['group_min', 1],
    ['group_target', 51],
    ['duration_ms', 1],
    ['waiting_limit_ms', 10 ** 9],
    ['outcomes', { completed: { code: '?', redirect_url: null } }],
    ['outcomes', { completed: { code: 'A', redirect_url: 'here' } }],
  ] as const)('is said in German of %s as %j', (field, value) => {
    const english = problemOf(field, value);
    language.value = 'de';
    expect(sayFieldProblem(english)).toMatch(/^(Schreiben|Mindestens|Höchstens) /);
  });

  it('keeps what it was about', () => {
    language.value = 'de';
    expect(sayFieldProblem('At most 120 characters.')).toBe('Höchstens 120 Zeichen.');
  });

  it('tells how many tries a code has left', () => {
    language.value = 'de';
    expect(sayFieldProblem('4 tries are left.')).toBe('Sie haben noch 4 Versuche.');
    expect(sayFieldProblem('One try is left.')).toBe('Sie haben noch einen Versuch.');
  });

  it('stays as it was said where it is not known', () => {
    language.value = 'de';
    expect(sayFieldProblem('must rhyme')).toBe('must rhyme');
  });
});
