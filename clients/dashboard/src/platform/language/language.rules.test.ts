import { afterEach, describe, expect, it } from '@jest/globals';
import { words } from '../../words.ts';
import { formatDay, formatNumber } from './formats.ts';
import { languageTag } from './language-tag.ts';
import { language, setWords, t } from './language.ts';

setWords(words);
afterEach(() => {
  language.value = 'en';
  languageTag.value = 'en';
});

describe('a text', () => {
  it('is in the language that was chosen last', () => {
    expect(t('platform.cancel')).toBe('Cancel');
    language.value = 'de';
    expect(t('platform.cancel')).toBe('Abbrechen');
  });

  it('fills in what it is given', () => {
    expect(t('platform.copy_this', { label: 'Link' })).toBe('Copy: Link');
  });

  it('counts', () => {
    expect([0, 1, 1204].map((count) => t('sessions.people', { count }))).toEqual([
      '0 people',
      '1 person',
      '1\u202f204 people',
    ]);
  });
});

describe('numbers and days', () => {
  it('have thousands apart in every language', () => {
    expect(['en', 'de', 'de-AT'].map((tag) => ((languageTag.value = tag), formatNumber(12_040)))).toEqual(
      Array(3).fill('12\u202f040'),
    );
  });

  it('follow the language', () => {
    expect(formatDay('2026-01-05T10:00:00Z')).toBe('Jan 5, 2026');
    languageTag.value = 'de';
    expect(formatDay('2026-01-05T10:00:00Z')).toBe('05.01.2026');
  });
});
