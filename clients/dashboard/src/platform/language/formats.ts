import { languageTag } from './language-tag.ts';

/** Thousands apart by a narrow space, as numbers of sessions are shown in every language: 1 204. */
export const formatNumber = (count: number): string =>
  new Intl.NumberFormat(languageTag.value)
    .formatToParts(count)
    .map(({ type, value }) => (type === 'group' ? '\u202f' : value))
    .join('');

/** Day and time of day: 5 Jan 2026, 10:00. */
export const formatTime = (iso: string): string =>
  new Intl.DateTimeFormat(languageTag.value, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(iso),
  );

/** The day alone: 5 Jan 2026. */
export const formatDay = (iso: string): string =>
  new Intl.DateTimeFormat(languageTag.value, { dateStyle: 'medium' }).format(new Date(iso));
