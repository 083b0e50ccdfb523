import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createLanguage } from './language.ts';
import type { Strings } from './language.ts';

const folder = new URL('.', import.meta.url);
const stringsOf = (file: string) =>
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string | Record<string, string>>;

const english = stringsOf('en.json');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const language = createLanguage('en', english as Strings);

const formsOf = (entry: string | Record<string, string>): string[] =>
  typeof entry === 'string' ? [entry] : Object.values(entry);

const placeholdersOf = (text: string): string[] =>
  [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

/** What a text may hold: the singular may say its number in a word. */
const allowedIn = (key: string): Set<string> => new Set(formsOf(english[key] ?? '').flatMap(placeholdersOf));

describe.each(files)('the strings of %s', (file) => {
  const strings = stringsOf(file);

  it('are those of English', () => {
    expect(Object.keys(strings).sort()).toEqual(Object.keys(english).sort());
  });

  it('fill in what English fills in', () => {
    for (const [key, entry] of Object.entries(strings)) {
      const used = formsOf(entry).flatMap(placeholdersOf);
      expect(used.filter((name) => !allowedIn(key).has(name))).toEqual([]);
      if (typeof entry === 'string') expect(new Set(used)).toEqual(allowedIn(key));
    }
  });

  it('have every plural form of the language', () => {
    const categories = new Intl.PluralRules(file.replace('.json', '')).resolvedOptions().pluralCategories;
    for (const entry of Object.values(strings).filter((value) => typeof value !== 'string'))
      expect(Object.keys(entry)).toEqual(expect.arrayContaining(categories));
  });

  it('use plain words and no exclamation marks', () => {
    for (const text of Object.values(strings).flatMap(formsOf))
      expect(text).not.toMatch(/!|\bsession|\bquorum|\bcondition\b|\bsitzung/i);
  });
});

describe('a language', () => {
  it('counts in words', () => {
    expect(language.text('waitingFor', { count: 1 })).toBe('Waiting for one more person');
    expect(language.text('waitingFor', { count: 2 })).toBe('Waiting for 2 more people');
  });

  it('shows times as a clock and says them in words', () => {
    expect([0, 5_400, 270_000, 3_870_000].map(language.clock)).toEqual(['0:00', '0:05', '4:30', '1:04:30']);
    expect(language.clock(-5_000)).toBe('0:00');
    expect(language.spokenTime(270_000)).toBe('4 minutes 30 seconds');
    expect(language.spokenTime(0)).toBe('0 seconds');
  });
});
