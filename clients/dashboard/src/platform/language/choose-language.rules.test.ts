import { describe, expect, it } from '@jest/globals';
import { languageFor, regionOf } from './choose-language.ts';

describe('the language of the pages', () => {
  it('is the one that was chosen before', () => {
    expect(languageFor('de', ['en-GB'])).toBe('de');
  });

  it('is the first of the reader’s that there is', () => {
    expect(languageFor(null, ['fr-CA', 'de-AT', 'en'])).toBe('de');
    expect(languageFor('xx', ['EN-us', 'de'])).toBe('en');
  });

  it('is English for whoever speaks none of them', () => {
    expect(languageFor(null, ['fr', 'ja'])).toBe('en');
    expect(languageFor(null, [])).toBe('en');
  });

  it('writes dates as the reader’s region does', () => {
    expect(regionOf('de', ['en-GB', 'de-AT'])).toBe('de-AT');
    expect(regionOf('de', ['en-GB'])).toBe('de');
  });
});
