import { hues } from '@convomatic/contracts/names';
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('theme.css', import.meta.url), 'utf8');

const tokensOf = (selector: string): Map<string, string> => {
  const block = css.split(`\n${selector} {`)[1]?.split('\n}')[0] ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
};

const channels = (hex: string): number[] => {
  const digits = hex.length === 4 ? hex.slice(1).replaceAll(/./g, '$&$&') : hex.slice(1);
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16) / 255);
};

/** Relative luminance, as WCAG 2.2 defines it. */
const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = channels(hex).map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((first, second) => first - second);
  return (light + 0.05) / (dark + 0.05);
};

const readable = [
  ...hues.map((hue) => `hue-${hue}`),
  'ui-text',
  'ui-text-muted',
  'ui-primary',
  'prompt',
  'bad',
  'ok',
];

describe.each([':root', '.dark'])('the theme %s', (selector) => {
  const tokens = tokensOf(selector);
  it.each(readable)('has %s at 4.5 : 1 or better on surface and ground', (name) => {
    const color = tokens.get(name) ?? '#000';
    expect(tokens.has(name)).toBe(true);
    expect(contrast(color, tokens.get('ui-bg') ?? color)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(color, tokens.get('ui-bg-muted') ?? color)).toBeGreaterThanOrEqual(4.5);
  });
});
