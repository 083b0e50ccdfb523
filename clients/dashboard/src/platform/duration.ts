const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const twoDigits = (count: number): string => String(count).padStart(2, '0');

/** A length or an offset as a clock: 0:05, 12:00, 1:02:30. Parts of a second are cut, so a clock never shows what is yet to come. */
export const formatClock = (ms: number): string => {
  const whole = Math.max(0, Math.floor(ms / second));
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor(whole / 60) % 60;
  const tail = twoDigits(whole % 60);
  return hours > 0 ? `${String(hours)}:${twoDigits(minutes)}:${tail}` : `${String(minutes)}:${tail}`;
};

/** What a person typed as a time: `1:30`, `1:02:30`, or minutes alone (`2`). Null when it is none. */
export const parseClock = (typed: string): number | null => {
  const text = typed.trim();
  if (!/^\d{1,4}(:[0-5]?\d){0,2}$/.test(text)) return null;
  const [first = 0, middle = 0, last = 0] = text.split(':').map(Number);
  const parts = text.split(':').length;
  return parts === 3 ? first * hour + middle * minute + last * second : first * minute + middle * second;
};

/** A length in words: `1 min 30 s`. */
export const formatGap = (ms: number): string => {
  const whole = Math.round(Math.abs(ms) / second);
  const parts = [
    [Math.floor(whole / 3_600), 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${String(count)} ${unit}`);
  return words.length > 0 ? words.join(' ') : '0 s';
};
