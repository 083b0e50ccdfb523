type Known = readonly (readonly [pattern: RegExp, name: string])[];

// The order matters: Edge and Opera call themselves Chrome, and Chrome calls itself Safari.
const browsers: Known = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: Known = [
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

const nameIn = (known: Known, text: string): string | null =>
  known.find(([pattern]) => pattern.test(text))?.[1] ?? null;

/** The browser and the system that a user agent names; null for what is not known. */
export const deviceOf = (userAgent: string | null): { browser: string | null; system: string | null } => ({
  browser: nameIn(browsers, userAgent ?? ''),
  system: nameIn(systems, userAgent ?? ''),
});

export const isHandheld = (userAgent: string | null): boolean =>
  /iPhone|iPod|Android|Mobile/.test(userAgent ?? '');
