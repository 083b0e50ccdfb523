import type { Chance } from '../platform/chance.ts';

/** Everyday remarks and what breaks careless exports: separators, quotes, line breaks, formulas, scripts, joined characters. */
const remarks = [
  'I think so too.',
  'Yes, no, maybe, and once more: yes',
  'She said "quite" and then ""nothing""',
  'First line\nsecond line\n\nfourth line',
  'Windows line\r\nand a tab\there',
  '=SUM(1,2) is not a formula here',
  '-1 + 2; @everyone | "mixed", with; signs',
  '👩‍👩‍👧 family, 🇪🇺 flag, 👍🏽 thumb',
  'שלום, מה שלומך היום?',
  'مرحبا، كيف حالك؟ "بخير"',
  'zero\u200bwidth and combining e\u0301 n\u0303',
  ' leading and trailing space ',
  "it's 100% fine \\ or \\N or $1 & <b>not bold</b>",
] as const;

/** A remark with its speaker's number, so that no two messages are the same by accident. */
export const remark = (chance: Chance, label: string): string => `${chance.pick(remarks)} [${label}]`;
