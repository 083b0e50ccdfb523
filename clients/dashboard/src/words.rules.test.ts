import { languages } from '@convomatic/contracts/names';
import { describe, expect, it } from '@jest/globals';
import { language, setWords, t } from './platform/language/language.ts';
import type { WordKey } from './platform/language/language.ts';
import { sources } from './sources.build.ts';
import { words } from './words.ts';

setWords(words);

const english: Record<string, Record<string, string>> = words.en;
const keys = Object.entries(english).flatMap(([noun, texts]) =>
  Object.keys(texts).map((key) => `${noun}.${key}` as WordKey),
);
const known = new Set<string>(keys);
const nouns = Object.keys(english).join('|');

const textOf = (inLanguage: (typeof languages)[number], key: string): string => {
  const [noun = '', name = ''] = key.split('.');
  const texts: Record<string, Record<string, string>> = words[inLanguage];
  return texts[noun]?.[name] ?? '';
};
const placeholdersOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();
const pluralsOf = (text: string): number => text.split(' | ').length;

describe.each(languages)('the texts in %s', (one) => {
  it('are those of English', () => {
    const nounsOf = Object.entries(words[one]).flatMap(([noun, texts]) =>
      Object.keys(texts).map((key) => `${noun}.${key}`),
    );
    expect(nounsOf).toEqual(keys);
  });

  it('say something', () => {
    expect(keys.filter((key) => textOf(one, key).trim() === '')).toEqual([]);
  });

  it('fill in what English fills in', () => {
    for (const key of keys)
      expect([key, placeholdersOf(textOf(one, key))]).toEqual([key, placeholdersOf(textOf('en', key))]);
  });

  it('count where English counts', () => {
    for (const key of keys)
      expect([key, pluralsOf(textOf(one, key))]).toEqual([key, pluralsOf(textOf('en', key))]);
  });

  it('are read with every value in its place', () => {
    language.value = one;
    for (const key of keys) {
      const values = Object.fromEntries(placeholdersOf(textOf('en', key)).map((name) => [name, '7']));
      const [singular = ''] = textOf(one, key).split(' | ');
      const filled = singular.replace(/\{(\w+)\}/g, (_, name) => (name === 'count' ? '1' : '7'));
      // Signs that would mean something to vue-i18n are written in braces and quotes.
      const read = filled.replace(/\{'(.)'\}/g, '$1');
      expect(t(key, { ...values, count: 1 })).toBe(read);
    }
  });

  it('have no exclamation marks', () => {
    expect(keys.filter((key) => textOf(one, key).includes('!'))).toEqual([]);
  });
});

describe('the keys in the source', () => {
  const code = sources.map(({ text }) => text).join('\n');
  const matches = (pattern: RegExp): string[] => [...code.matchAll(pattern)].map(([, key = '']) => key);
  const anywhere = matches(new RegExp(String.raw`['"\x60]((?:${nouns})\.\w+)['"\x60]`, 'g'));
  /** Of keys that end in a value, such as `sessions.state_${state}`. */
  const beginnings = matches(new RegExp(String.raw`\x60((?:${nouns})\.\w*)\$\{`, 'g'));

  it('are all known', () => {
    const asked = matches(/\bt\(\s*['`]([\w.]+)['`]/g);
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
    expect(beginnings.filter((start) => !keys.some((key) => key.startsWith(start)))).toEqual([]);
  });

  it('use every text', () => {
    const isUsed = (key: string): boolean =>
      anywhere.includes(key) || beginnings.some((start) => key.startsWith(start));
    expect(keys.filter((key) => !isUsed(key))).toEqual([]);
  });
});
