import type en from './en.json';

export type Strings = typeof en;
type Key = keyof Strings;
type Values = Record<string, string | number>;

/** Words, numbers and times as one language has them. */
export type Language = {
  tag: string;
  text: (key: Key, values?: Values) => string;
  /** 4:30 or 1:04:30. */
  clock: (ms: number) => string;
  /** The same in words, for the ear: 4 minutes, 30 seconds. */
  spokenTime: (ms: number) => string;
  /** The time of day. */
  timeOfDay: (iso: string) => string;
};

const partsOf = (ms: number): [hours: number, minutes: number, seconds: number] => {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  return [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
};

const spokenUnits = ['hour', 'minute', 'second'];

/** `tag` may name a region (de-AT), which numbers and times follow. */
export const createLanguage = (tag: string, strings: Strings): Language => {
  const plural = new Intl.PluralRules(tag);
  const plain = new Intl.NumberFormat(tag);
  const padded = new Intl.NumberFormat(tag, { minimumIntegerDigits: 2 });
  const ofDay = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit' });
  const list = new Intl.ListFormat(tag, { style: 'narrow', type: 'unit' });

  const shown = (value: string | number | undefined): string =>
    typeof value === 'number' ? plain.format(value) : (value ?? '');

  return {
    tag,
    text: (key, values = {}) => {
      const entry: string | Partial<Record<Intl.LDMLPluralRule, string>> = strings[key];
      const pattern =
        typeof entry === 'string'
          ? entry
          : (entry[plural.select(Number(values.count))] ?? entry.other ?? key);
      return pattern.replace(/\{(\w+)\}/g, (_, name: string) => shown(values[name]));
    },
    clock: (ms) => {
      const [hours, minutes, seconds] = partsOf(ms);
      const rest = padded.format(seconds);
      return hours > 0
        ? `${plain.format(hours)}:${padded.format(minutes)}:${rest}`
        : `${plain.format(minutes)}:${rest}`;
    },
    spokenTime: (ms) => {
      const parts = partsOf(ms).map((value, index) => ({ value, unit: spokenUnits[index] ?? '' }));
      const told = parts.filter(({ value, unit }) => value > 0 || unit === 'second');
      return list.format(
        told.map(({ value, unit }) =>
          new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(value),
        ),
      );
    },
    timeOfDay: (iso) => ofDay.format(new Date(iso)),
  };
};
